package dev.holdfast.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's way to its store: what it asks, what it is told, and the session that it keeps alive. Everything passes
 * here, so that a cut holds it back.
 */
final class MemoryLink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MemoryLink.class);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);
    private static final int HEARTBEATS_PER_SESSION = 6;

    /** What is to be sent, and nobody waits for. */
    private record Request(Object about, Consumer<StoreState> action) {}

    private final MemoryStore store;
    private final String client;
    private final ConnectSpec spec;
    private final MemoryInbox inbox;
    private final Thread keeper;

    // all of it is guarded by the store's lock

    private final Deque<Request> outbox = new ArrayDeque<>();
    private @Nullable MemorySession session;
    private boolean opening;
    private boolean closed;
    private long nextHeartbeatNanos;

    MemoryLink(MemoryStore store, String client, ConnectSpec spec) {
        this.store = store;
        this.client = client;
        this.spec = spec;
        this.inbox = new MemoryInbox(store, client);
        this.keeper = new Thread(this::keepSession, "memory-session-" + client);
        this.keeper.setDaemon(true);
        this.nextHeartbeatNanos = spec.ticker().nanos();
    }

    void start() {
        keeper.start();
        inbox.start();
    }

    String client() {
        return client;
    }

    Duration heartbeatPeriod() {
        return spec.session().dividedBy(HEARTBEATS_PER_SESSION);
    }

    /** Returns the current session as soon as there is one that is valid. */
    MemorySession session(Deadline deadline) throws InterruptedException {
        store.lock.lockInterruptibly();
        try {
            while (true) {
                MemorySession current = session;
                if (current != null && current.isValid() && !closed) {
                    return current;
                }
                store.changed.awaitNanos(nanosLeft(deadline, "get a session"));
            }
        } finally {
            store.lock.unlock();
        }
    }

    /** Asks for something that changes nothing: without an answer it is {@link Unavailable}. */
    <T> T read(String what, Deadline deadline, Function<StoreState, T> request) throws InterruptedException {
        return ask(what, deadline, request, why -> new Unavailable(why + "; a read changes nothing"));
    }

    /** Asks for a change: if it left and no answer came it is {@link Indeterminate}. */
    <T> T change(String what, Deadline deadline, Function<StoreState, T> request) throws InterruptedException {
        return ask(what, deadline, request, why -> new Indeterminate(why + "; it may have been applied"));
    }

    private <T> T ask(
            String what,
            Deadline deadline,
            Function<StoreState, T> request,
            Function<String, CoordinationException> unanswered)
            throws InterruptedException {
        store.lock.lockInterruptibly();
        try {
            while (closed || !store.passage(client).requests()) {
                store.changed.awaitNanos(nanosLeft(deadline, what));
            }
            Supplier<T> answer = apply(request);
            store.changed.signalAll();
            while (closed || !store.passage(client).answers()) {
                try {
                    store.changed.awaitNanos(nanosLeft(deadline, what));
                } catch (Unavailable e) {
                    throw unanswered.apply(what + " in memory by " + client + ": no answer in time");
                }
            }
            return answer.get();
        } finally {
            store.lock.unlock();
        }
    }

    /** Returns what the store answers, be it a refusal, which is not known before the answer arrives. */
    @GuardedBy("store.lock")
    private <T> Supplier<T> apply(Function<StoreState, T> request) {
        try {
            T answer = request.apply(store.state);
            return () -> answer;
        } catch (CoordinationException refusal) {
            return () -> {
                throw refusal;
            };
        }
    }

    /** Asks for a change that nobody waits for, now or as soon as the link lets it pass. */
    void post(Object about, Consumer<StoreState> action) {
        store.locked(state -> {
            if (!closed) {
                outbox.add(new Request(about, action));
                flush(state);
            }
        });
    }

    void leave(MemoryPlace place) {
        post(place, state -> {
            if (!place.isGone()) {
                state.leave(place);
            }
        });
    }

    /** Tells a listener nothing more once this has returned. */
    void forget(Object listener) {
        store.locked(state -> {
            state.forget(listener);
            outbox.removeIf(request -> request.about() == listener);
            inbox.forget(listener);
        });
    }

    /** Returns how long may be waited for a change. */
    private long nanosLeft(Deadline deadline, String what) {
        if (closed) {
            throw new IllegalStateException(what + " in memory: the connection of " + client + " is closed");
        }
        long left = deadline.remainingNanos();
        if (left <= 0) {
            throw new Unavailable(what + " in memory by " + client + ": no way to the store in time; nothing was sent");
        }
        return left;
    }

    /** Puts a message on its way to the client. */
    void send(Object about, Runnable action) {
        inbox.add(about, action);
    }

    // the session

    private void keepSession() {
        store.lock.lock();
        try {
            while (!closed) {
                flush(store.state);
                long now = spec.ticker().nanos();
                boolean due = nextHeartbeatNanos - now <= 0;
                if (!store.passage(client).requests()) {
                    store.changed.awaitUninterruptibly();
                } else if (due) {
                    nextHeartbeatNanos = now + heartbeatPeriod().toNanos();
                    heartbeat(now);
                } else {
                    store.changed.awaitNanos(nextHeartbeatNanos - now);
                }
            }
        } catch (InterruptedException e) {
            log.error("session is no longer kept client={}: its thread was interrupted by somebody", client, e);
        } finally {
            store.lock.unlock();
        }
    }

    private void flush(StoreState state) {
        while (store.passage(client).requests() && !outbox.isEmpty()) {
            outbox.remove().action().accept(state);
        }
    }

    @GuardedBy("store.lock")
    private void heartbeat(long sentNanos) {
        MemorySession current = session;
        if (current == null && !opening) {
            opening = true;
            MemorySession fresh = new MemorySession(this, spec.ticker(), spec.session(), spec.trusted(spec.session()));
            store.open(fresh);
            send(fresh, () -> begin(fresh, sentNanos));
        } else if (current != null && store.state.heartbeat(current)) {
            send(current, () -> {
                current.answered(sentNanos);
                spec.telemetry().heartbeatAnswered(spec.ticker().nanos() - sentNanos);
            });
        }
        store.state.confirm(this, sentNanos);
        store.changed.signalAll();
    }

    private void begin(MemorySession fresh, long sentNanos) {
        fresh.answered(sentNanos);
        spec.telemetry().sessionMade();
        fresh.ended().thenAccept(reason -> {
            spec.telemetry().sessionEnded(reason);
            forgetSession(fresh);
        });
        store.locked(state -> {
            session = fresh;
            opening = false;
        });
        log.info("session made client={} session={}", client, fresh.id());
    }

    /** Has a new session made as soon as the old one is known to be over. */
    private void forgetSession(MemorySession over) {
        store.locked(state -> {
            if (session == over) {
                session = null;
                nextHeartbeatNanos = spec.ticker().nanos();
            }
        });
        log.info("session over client={} session={}", client, over.id());
    }

    /** Tells this client first that all is over, and then the store, so that nobody else is granted meanwhile. */
    @Override
    public void close() {
        MemorySession last;
        List<MemoryPlace> places = new ArrayList<>();
        store.lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            last = session;
            if (last != null) {
                places.addAll(last.places());
            }
            for (Object about : inbox.close()) {
                if (about instanceof MemoryPlace place) {
                    places.add(place);
                }
            }
            store.changed.signalAll();
        } finally {
            store.lock.unlock();
        }
        for (MemoryPlace place : places) {
            place.lose(LossReason.CLOSED, place.owner().over("wait in " + place));
        }
        if (last != null) {
            last.end(LossReason.CLOSED);
        }
        store.locked(state -> {
            if (store.passage(client).requests()) {
                state.endSessions(one -> one.link() == this);
            }
            state.forget(this);
        });
        join();
    }

    private void join() {
        Deadline deadline = Deadline.after(spec.ticker(), CLOSE_WAIT);
        try {
            if (Thread.currentThread() != keeper) {
                TimeUnit.NANOSECONDS.timedJoin(keeper, deadline.remainingNanos());
            }
            inbox.join(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
