package dev.holdfast.chaos.fault.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands before the body of a message of HTTP/1.1: a start line and headers, in their order. Source: RFC 9112. */
final class Head {

    private static final int LONGEST_LINE = 1 << 20;
    private static final String ONE = "HTTP/1.";

    private final String[] start;
    private final List<HttpRule.Pair> headers;

    private Head(String[] start, List<HttpRule.Pair> headers) {
        this.start = start;
        this.headers = headers;
    }

    /** Reads the next head; null when the connection ends before it begins. */
    static @Nullable Head read(InputStream in) throws IOException {
        String startLine = line(in);
        while (startLine != null && startLine.isEmpty()) {
            startLine = line(in);
        }
        if (startLine == null) {
            return null;
        }
        String[] parts = startLine.split(" ", 3);
        if (!startLine.startsWith(ONE) && !(parts.length == 3 && parts[2].startsWith(ONE))) {
            // such as the preface of HTTP/2, which gRPC begins with
            throw new ProtocolException("no start line of HTTP/1: " + startLine);
        }
        List<HttpRule.Pair> headers = new ArrayList<>();
        for (String line = line(in); line == null || !line.isEmpty(); line = line(in)) {
            int colon = line == null ? -1 : line.indexOf(':');
            if (line == null || colon < 1) {
                throw new ProtocolException("no header of HTTP: " + line);
            }
            headers.add(new HttpRule.Pair(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Head(parts, headers);
    }

    /** Reads a line without its end; null at the end of the stream. */
    static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            if (bytes.size() == LONGEST_LINE) {
                throw new ProtocolException("a line of more than " + LONGEST_LINE + " bytes");
            }
            bytes.write(next);
        }
        String line = bytes.toString(StandardCharsets.ISO_8859_1);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    void write(OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder(String.join(" ", start)).append("\r\n");
        headers.forEach(header ->
                text.append(header.name()).append(": ").append(header.value()).append("\r\n"));
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    String method() {
        return start[0];
    }

    void method(String method) {
        start[0] = method;
    }

    /** Returns what is asked for, the queries included. */
    String target() {
        return start[1];
    }

    void target(String target) {
        start[1] = target;
    }

    String path() {
        return target().split("\\?", 2)[0];
    }

    int code() throws ProtocolException {
        if (!start[1].matches("[1-9][0-9]{2}")) {
            throw new ProtocolException("no status code of HTTP: " + start[1]);
        }
        return Integer.parseInt(start[1]);
    }

    /** Sets the code and drops the phrase, which belongs to the former. */
    void code(int code) {
        start[1] = String.valueOf(code);
        if (start.length > 2) {
            start[2] = "";
        }
    }

    /** Returns whether the sender closes the connection behind this message. */
    boolean isLast() {
        boolean isOld = start[0].equals("HTTP/1.0") || start[start.length - 1].equals("HTTP/1.0");
        return isOld || value("Connection").equalsIgnoreCase("close");
    }

    boolean has(String name, String value) {
        return headers.stream()
                .anyMatch(header ->
                        header.name().equalsIgnoreCase(name) && header.value().equals(value));
    }

    /** Returns the first value of a header, or the empty string. */
    String value(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(HttpRule.Pair::value)
                .findFirst()
                .orElse("");
    }

    /** Says how long the body is, in place of what was said of it. */
    void length(long bytes) {
        remove("Transfer-Encoding");
        set("Content-Length", String.valueOf(bytes));
    }

    void remove(String name) {
        headers.removeIf(header -> header.name().equalsIgnoreCase(name));
    }

    void set(String name, String value) {
        remove(name);
        add(name, value);
    }

    void add(String name, String value) {
        headers.add(new HttpRule.Pair(name, value));
    }
}
