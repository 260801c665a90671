package dev.holdfast.chaos.fault.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/** Where the body of a message ends, and how it is passed on. Source: RFC 9112, section 6. */
enum Body {
    NONE,
    LENGTH,
    CHUNKED,
    /** It ends with the connection. */
    REST;

    private static final int DECIMAL = 10;
    private static final int HEX = 16;
    private static final int PART = 16_384;

    static Body ofRequest(Head request) {
        if (isChunked(request)) {
            return CHUNKED;
        }
        return request.value("Content-Length").isEmpty() ? NONE : LENGTH;
    }

    /** Returns the kind of the body of an answer to a request of that method. */
    static Body ofResponse(String method, Head response) throws ProtocolException {
        if (isNever(method, response.code())) {
            return NONE;
        }
        if (isChunked(response)) {
            return CHUNKED;
        }
        return response.value("Content-Length").isEmpty() ? REST : LENGTH;
    }

    /** Returns whether an answer of that code to that method has no body, whatever its headers say. */
    static boolean isNever(String method, int code) {
        return method.equals("HEAD") || code < 200 || code == 204 || code == 304;
    }

    private static boolean isChunked(Head head) {
        return head.value("Transfer-Encoding").equalsIgnoreCase("chunked");
    }

    /** Passes the body on as it comes, part by part. */
    void relay(Head head, InputStream in, OutputStream out) throws IOException {
        switch (this) {
            case NONE -> {}
            case LENGTH -> copy(in, out, number(head.value("Content-Length"), DECIMAL));
            case CHUNKED -> chunks(in, out, true);
            case REST -> {
                byte[] part = new byte[PART];
                for (int count = in.read(part); count >= 0; count = in.read(part)) {
                    out.write(part, 0, count);
                    out.flush();
                }
            }
        }
    }

    /** Reads the body to its end. */
    byte[] read(Head head, InputStream in) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        if (this == CHUNKED) {
            chunks(in, whole, false);
        } else {
            relay(head, in, whole);
        }
        return whole.toByteArray();
    }

    private static void chunks(InputStream in, OutputStream out, boolean framed) throws IOException {
        long length;
        do {
            String size = line(in);
            length = number(size.split(";", 2)[0].strip(), HEX);
            frame(size, out, framed);
            if (length > 0) {
                copy(in, out, length);
                frame(line(in), out, framed);
                out.flush();
            }
        } while (length > 0);
        String trailer;
        do {
            trailer = line(in);
            frame(trailer, out, framed);
        } while (!trailer.isEmpty());
    }

    private static long number(String text, int radix) throws ProtocolException {
        try {
            return Long.parseUnsignedLong(text, radix);
        } catch (NumberFormatException e) {
            ProtocolException thrown = new ProtocolException("no length of a body: " + text);
            thrown.initCause(e);
            throw thrown;
        }
    }

    private static void frame(String line, OutputStream out, boolean framed) throws IOException {
        if (framed) {
            out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static String line(InputStream in) throws IOException {
        String line = Head.line(in);
        if (line == null) {
            throw new EOFException("the connection ended inside a body");
        }
        return line;
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] part = new byte[PART];
        long left = length;
        while (left > 0) {
            int count = in.read(part, 0, (int) Math.min(PART, left));
            if (count < 0) {
                throw new EOFException("the connection ended inside a body");
            }
            out.write(part, 0, count);
            out.flush();
            left -= count;
        }
    }
}
