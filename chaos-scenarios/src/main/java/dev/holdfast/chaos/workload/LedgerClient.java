package dev.holdfast.chaos.workload;

import dev.holdfast.reports.history.Values;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Writes to the guarded resource, one connection for each write, and records what it answered. */
final class LedgerClient {

    private static final int TIMEOUT_MS = 2_000;

    private final String process;
    private final String name;
    private final ClientSpec spec;
    private final Recorder recorder;

    LedgerClient(String process, String name, ClientSpec spec, Recorder recorder) {
        this.process = process;
        this.name = name;
        this.spec = spec;
        this.recorder = recorder;
    }

    void write(long token) {
        Recorder.Operation write = recorder.invoke(
                process, "write", "ledger:" + name, Values.of("token", token).with("fenced", spec.fenced()));
        try {
            String[] words =
                    send("write " + name + ' ' + token + ' ' + spec.fenced()).split(" ", -1);
            if (words[0].equals("accepted")) {
                write.ok(Values.of("accepted", true).with("seq", Long.parseLong(words[1])));
            } else {
                write.ok(Values.of("accepted", false).with("newest", Long.parseLong(words[1])));
            }
        } catch (IOException e) {
            write.info("guarded resource at " + spec.ledger() + ": " + e.getMessage());
        }
    }

    private String send(String line) throws IOException {
        int colon = spec.ledger().lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            spec.ledger().substring(0, colon),
                            Integer.parseInt(spec.ledger().substring(colon + 1))),
                    TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write((line + '\n').getBytes(StandardCharsets.UTF_8));
            String answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (answer == null || !answer.matches("(accepted|refused) [0-9]+")) {
                throw new IOException("answered '" + answer + "' to '" + line + "'");
            }
            return answer;
        }
    }
}
