package dev.holdfast.chaos.cluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Short questions to a server, each on a connection of its own and bounded, so that a hung server costs little. */
final class Wire {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BOUND_MS = 300;

    private Wire() {}

    /** One HTTP exchange; an answer other than 200 is an IOException that carries its body. */
    static String http(String method, String address, int port, String path, String body) throws IOException {
        try (Socket socket = connect(address, port)) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String head = method + " " + path + " HTTP/1.0\r\nHost: " + address
                    + "\r\nContent-Type: application/json\r\n" + "Content-Length: " + bytes.length + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
            String answer = read(socket.getInputStream());
            int end = answer.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new IOException(method + " " + path + " at " + address + ": answer without a body");
            }
            if (!answer.startsWith(" 200", answer.indexOf(' '))) {
                throw new IOException(
                        method + " " + path + " at " + address + ": " + answer.substring(0, answer.indexOf('\r')) + " "
                                + answer.substring(end + 4).strip());
            }
            return answer.substring(end + 4);
        }
    }

    static JsonNode json(String method, String address, int port, String path, String body) throws IOException {
        return JSON.readTree(http(method, address, port, path, body));
    }

    /** ZooKeeper's four-letter words. Source: ZooKeeper Administrator's Guide, "The Four Letter Words". */
    static String word(String address, int port, String word) throws IOException {
        try (Socket socket = connect(address, port)) {
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            return read(socket.getInputStream());
        }
    }

    /** Kafka's framing: a length, then the message, both ways. */
    static DataInputStream framed(String address, int port, byte[] request) throws IOException {
        try (Socket socket = connect(address, port)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] frame = new byte[request.length + 4];
            ByteBuffer.wrap(frame).putInt(request.length).put(request);
            out.write(frame);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readInt()];
            in.readFully(answer);
            return new DataInputStream(new ByteArrayInputStream(answer));
        }
    }

    private static Socket connect(String address, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(BOUND_MS);
            socket.connect(new InetSocketAddress(address, port), BOUND_MS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static String read(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
