package dev.holdfast.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.spi.Deadline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the store has sent to one client, answers and events alike, and the thread that tells it, in order. */
final class MemoryInbox {

    private static final Logger log = LoggerFactory.getLogger(MemoryInbox.class);

    private record Message(Object about, Runnable action) {}

    private final MemoryStore store;
    private final String client;
    private final Thread reader;

    @GuardedBy("store.lock")
    private final Deque<Message> unread = new ArrayDeque<>();

    /** What the message that is being told is about; null between two messages. */
    @GuardedBy("store.lock")
    private @Nullable Object telling;

    @GuardedBy("store.lock")
    private boolean closed;

    MemoryInbox(MemoryStore store, String client) {
        this.store = store;
        this.client = client;
        this.reader = new Thread(this::read, "memory-inbox-" + client);
        this.reader.setDaemon(true);
    }

    void start() {
        reader.start();
    }

    void add(Object about, Runnable action) {
        store.lock.lock();
        try {
            if (!closed) {
                unread.add(new Message(about, action));
                store.changed.signalAll();
            }
        } finally {
            store.lock.unlock();
        }
    }

    /** Tells nothing more of this, once it has returned. */
    void forget(Object about) {
        store.lock.lock();
        try {
            unread.removeIf(message -> message.about() == about);
            while (telling == about && Thread.currentThread() != reader) {
                store.changed.awaitUninterruptibly();
            }
        } finally {
            store.lock.unlock();
        }
    }

    /** Ends the thread, and returns what the messages that were not told are about. */
    List<Object> close() {
        store.lock.lock();
        try {
            closed = true;
            List<Object> abouts = unread.stream().map(Message::about).toList();
            unread.clear();
            store.changed.signalAll();
            return abouts;
        } finally {
            store.lock.unlock();
        }
    }

    void join(Deadline deadline) throws InterruptedException {
        if (Thread.currentThread() != reader) {
            TimeUnit.NANOSECONDS.timedJoin(reader, deadline.remainingNanos());
        }
    }

    private void read() {
        for (Message message = next(); message != null; message = next()) {
            try {
                message.action().run();
            } catch (RuntimeException | Error e) {
                log.error("callback failed client={} about={}", client, message.about(), e);
            }
        }
    }

    private @Nullable Message next() {
        store.lock.lock();
        try {
            telling = null;
            store.changed.signalAll();
            while (!closed && (unread.isEmpty() || !store.passage(client).answers())) {
                store.changed.awaitUninterruptibly();
            }
            Message next = unread.poll();
            telling = next == null ? null : next.about();
            return next;
        } finally {
            store.lock.unlock();
        }
    }
}
