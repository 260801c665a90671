package dev.holdfast.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.spi.WriteCondition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One store of this JVM, and what a test can do to its clients. A client is named by the option {@code client} of its
 * address; a link that is cut before its client connects stays cut.
 */
public final class MemoryStore {

    private static final Map<String, MemoryStore> STORES = new ConcurrentHashMap<>();

    /** What passes on the link of a client. */
    enum Passage {
        OPEN,
        REQUESTS_ONLY,
        NOTHING;

        boolean requests() {
            return this != NOTHING;
        }

        boolean answers() {
            return this == OPEN;
        }
    }

    final ReentrantLock lock = new ReentrantLock();

    /** Signalled after each change of anything under the lock. */
    final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    final StoreState state = new StoreState();

    @GuardedBy("lock")
    private final Map<String, Passage> passages = new HashMap<>();

    @GuardedBy("lock")
    private @Nullable Thread reaper;

    @GuardedBy("lock")
    private int clients;

    private final String name;

    private MemoryStore(String name) {
        this.name = name;
    }

    /** Returns the store of this name; made when it is first asked for. */
    public static MemoryStore named(String name) {
        return STORES.computeIfAbsent(name, MemoryStore::new);
    }

    /** Lets nothing pass between a client and this store, until {@link #heal}. */
    public void cut(String client) {
        pass(client, Passage.NOTHING);
    }

    /** Lets the client's requests pass, so that they are applied, and holds back every answer, until {@link #heal}. */
    public void cutAnswers(String client) {
        pass(client, Passage.REQUESTS_ONLY);
    }

    /** Ends a cut; what was held back passes first. */
    public void heal(String client) {
        pass(client, Passage.OPEN);
    }

    /** Ends the client's sessions, as if nothing had been heard of it for too long. */
    public void expire(String client) {
        locked(now -> now.endSessions(session -> session.client().equals(client)));
    }

    /** Returns the labels of a queue's entries, head first, whoever is cut off. */
    List<String> queue(String namespace, String queue) {
        lock.lock();
        try {
            return state.queue(path(namespace, queue)).stream()
                    .map(place -> place.token() + " " + place.label())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Removes a queue and all entries in it. */
    void removeQueue(String namespace, String queue) {
        locked(now -> now.removeQueue(path(namespace, queue)));
    }

    void put(String namespace, String key, byte[] value) {
        locked(now -> now.write(path(namespace, key), value, new WriteCondition.Always()));
    }

    /** Joins two names in a way that no other two names give. */
    static String path(String namespace, String name) {
        return namespace + "//" + name;
    }

    String freshClient() {
        lock.lock();
        try {
            return name + "-client-" + ++clients;
        } finally {
            lock.unlock();
        }
    }

    Passage passage(String client) {
        lock.lock();
        try {
            return passages.getOrDefault(client, Passage.OPEN);
        } finally {
            lock.unlock();
        }
    }

    /** Changes something under the lock, and wakes whoever waits for a change. */
    void locked(Consumer<StoreState> change) {
        lock.lock();
        try {
            change.accept(state);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pass(String client, Passage passage) {
        lock.lock();
        try {
            if (passage == Passage.OPEN) {
                passages.remove(client);
            } else {
                passages.put(client, passage);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Opens a session, and sees to it that it will be ended when nothing is heard of it. */
    @GuardedBy("lock")
    void open(MemorySession session) {
        state.open(session);
        if (reaper == null) {
            reaper = new Thread(this::reap, "memory-reaper-" + name);
            reaper.setDaemon(true);
            reaper.start();
        }
        changed.signalAll();
    }

    private void reap() {
        lock.lock();
        try {
            while (state.hasSessions()) {
                if (state.endSessions(session -> session.overdueInNanos() <= 0)) {
                    changed.signalAll();
                }
                long next = state.nextExpiryInNanos();
                if (next > 0) {
                    changed.awaitNanos(next);
                }
            }
            reaper = null;
        } catch (InterruptedException e) {
            throw new IllegalStateException("the reaper of store " + name + " was interrupted by somebody", e);
        } finally {
            lock.unlock();
        }
    }
}
