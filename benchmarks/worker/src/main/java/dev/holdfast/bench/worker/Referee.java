package dev.holdfast.bench.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Sees whether a lock ever has two holders, whether tokens rise from grant to grant, and whether the lock went to another:
 * three words of memory that every contender of every process of a burst shares, through a mapped file.
 */
final class Referee {

    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int HOLDER = 0;
    private static final int TOKEN = 8;
    private static final int LAST = 16;
    private static final int SIZE = 24;

    private final ByteBuffer memory;

    private Referee(ByteBuffer memory) {
        this.memory = memory;
    }

    /** Opens the file, which it makes if there is none. */
    static Referee open(Path file) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Referee(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE));
        } catch (IOException e) {
            throw new UncheckedIOException("map the referee's file " + file, e);
        }
    }

    /**
     * A holder begins.
     *
     * @param who a number other than zero that no other contender has
     * @param token zero where there is none
     * @param mayRepeat whether the grant before may have had the same token
     * @return whether nobody else held the lock, and no grant before had a token that it must not have had
     */
    boolean enter(long who, long token, boolean mayRepeat) {
        boolean alone = WORDS.compareAndSet(memory, HOLDER, 0L, who);
        if (token == 0) {
            return alone;
        }
        long last = (long) WORDS.getAndSet(memory, TOKEN, token);
        return alone && (token > last || (mayRepeat && token == last));
    }

    /** Returns whether somebody else held the lock before this holder; to be asked once by each, while it holds it. */
    boolean isHandedOver(long who) {
        return (long) WORDS.getAndSet(memory, LAST, who) != who;
    }

    /** A holder ends, before it gives the lock back; returns whether it was alone all the time. */
    boolean leave(long who) {
        return WORDS.compareAndSet(memory, HOLDER, who, 0L);
    }
}
