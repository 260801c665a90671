package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.wire.Request.Role;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Cuts the bytes of one connection into messages. The two directions are read by different threads. */
interface Frames {

    /** Reads the next request; throws {@link java.io.EOFException} at the end. */
    Frame request(DataInputStream in) throws IOException;

    /** Reads the next reply or notice; throws {@link java.io.EOFException} at the end. */
    Frame reply(DataInputStream in) throws IOException;

    /**
     * One message.
     *
     * @param id the reply to a request has the request's; of several the oldest is meant
     * @param kind of a request or a notice; of a reply, nothing
     * @param bytes all of it, from position 0
     */
    record Frame(int id, String kind, Role role, ByteBuffer bytes) {

        void writeTo(OutputStream out) throws IOException {
            byte[] all = new byte[bytes.capacity()];
            bytes.get(0, all);
            out.write(all);
        }

        static Frame reply(int id, ByteBuffer bytes) {
            return new Frame(id, "", Role.FOREGROUND, bytes);
        }

        static Frame notice(String kind, ByteBuffer bytes) {
            return new Frame(0, kind, Role.NOTICE, bytes);
        }
    }
}
