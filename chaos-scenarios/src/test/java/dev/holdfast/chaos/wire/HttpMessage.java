package dev.holdfast.chaos.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Locale;

/** One message of HTTP/1.1, of a length that it tells itself. Source: RFC 9112, section 6. */
final class HttpMessage {

    private static final int HEX = 16;

    private final String startLine;
    private final byte[] bytes;
    private final int head;

    /** @param head how many bytes stand before the body */
    private HttpMessage(String startLine, byte[] bytes, int head) {
        this.startLine = startLine;
        this.bytes = bytes;
        this.head = head;
    }

    static HttpMessage read(DataInputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String startLine = line(in, bytes);
        long length = 0;
        boolean chunked = false;
        for (String header = line(in, bytes); !header.isEmpty(); header = line(in, bytes)) {
            int colon = header.indexOf(':');
            String name = header.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
            String value = header.substring(colon + 1).trim();
            if (name.equals("content-length")) {
                length = Long.parseLong(value);
            }
            chunked |= name.equals("transfer-encoding") && value.equalsIgnoreCase("chunked");
        }
        int head = bytes.size();
        if (chunked) {
            copyChunks(in, bytes);
        } else {
            copy(in, bytes, length);
        }
        return new HttpMessage(startLine, bytes.toByteArray(), head);
    }

    String startLine() {
        return startLine;
    }

    /** Returns all of it, as it came. */
    ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes);
    }

    /** Returns the body, as it came. */
    InputStream body() {
        return new ByteArrayInputStream(bytes, head, bytes.length - head);
    }

    private static void copyChunks(DataInputStream in, ByteArrayOutputStream out) throws IOException {
        long length;
        do {
            String size = line(in, out);
            length = Long.parseLong(size.split(";", 2)[0].trim(), HEX);
            if (length > 0) {
                copy(in, out, length);
                line(in, out);
            }
        } while (length > 0);
        while (!line(in, out).isEmpty()) {
            // a trailer
        }
    }

    private static void copy(DataInputStream in, ByteArrayOutputStream out, long length) throws IOException {
        byte[] part = new byte[Math.toIntExact(length)];
        in.readFully(part);
        out.write(part);
    }

    /** Reads up to the end of a line, and returns it without. */
    private static String line(DataInputStream in, ByteArrayOutputStream out) throws IOException {
        StringBuilder line = new StringBuilder();
        for (byte next = in.readByte(); next != '\n'; next = in.readByte()) {
            out.write(next);
            line.append((char) (next & 0xff));
        }
        out.write('\n');
        if (line.length() == 0 || line.charAt(line.length() - 1) != '\r') {
            throw new ProtocolException("a line without its end: " + line);
        }
        return line.substring(0, line.length() - 1);
    }
}
