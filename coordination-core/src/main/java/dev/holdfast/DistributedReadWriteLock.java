package dev.holdfast;

/**
 * A lock that many readers hold at the same time, or one writer alone, across processes. Fair: a writer waits for all who
 * came before it, a reader for the writers who came before it, so nobody starves. Of one process at most 16 readers and 16
 * writers stand in the store's queue at a time; the others wait in memory behind them. Not re-entrant: a reader that asks
 * for the write lock waits for itself.
 *
 * <p>Tokens rise along the queue, those of readers too. A reader's token is not for writes; a {@link FencingGuard} that
 * has admitted a writer rightly refuses the readers before it.
 *
 * <p>The cost beyond a {@link DistributedLock}: none for a writer, nor for a reader of a free lock. A reader that enters
 * behind others observes the whole queue until its turn has come: a read, and one more message with each change before it.
 */
public final class DistributedReadWriteLock {

    private static final String KIND = "rwlock";

    private final DistributedLock readLock;
    private final DistributedLock writeLock;

    DistributedReadWriteLock(Coordination coordination, String name) {
        this.readLock = new DistributedLock(
                coordination, new Queue(coordination, KIND, name, new Sharing.Reader()), HandOff.NONE);
        this.writeLock = new DistributedLock(
                coordination, new Queue(coordination, KIND, name, new Sharing.Writer()), HandOff.NONE);
    }

    /** Returns the side that is held beside other readers. */
    public DistributedLock readLock() {
        return readLock;
    }

    /** Returns the side that is held alone. */
    public DistributedLock writeLock() {
        return writeLock;
    }
}
