package dev.holdfast;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.EntryState;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watched config value. {@link #current()} is always the newest state known here, without I/O. Listeners are called in
 * order, one call at a time, each time with a strictly newer state; the latest state always arrives, states in between
 * may be left out. A value that cannot be decoded is reported and the last good one kept.
 *
 * @param <T> the decoded type
 */
public final class Watch<T> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final int BACKLOG_MAX = 1_000;

    private final String key;
    private final Codec<T> codec;
    private final Ticker ticker;
    private final SerialDispatcher dispatcher;
    private final CountDownLatch first = new CountDownLatch(1);
    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable Versioned<T> current;

    /** The newest state, if it is a value that could not be decoded. */
    @GuardedBy("lock")
    private @Nullable UndecodableValue undecodable;

    @GuardedBy("lock")
    private long confirmedNanos;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private final List<Backlog> listeners = new ArrayList<>();

    @GuardedBy("lock")
    private final List<Consumer<UndecodableValue>> errorListeners = new ArrayList<>();

    private @Nullable Observation observation;
    private final Activity activity;

    private Watch(String key, Codec<T> codec, Coordination coordination) {
        this.key = key;
        this.codec = codec;
        this.ticker = coordination.ticker();
        this.dispatcher = coordination.threads().dispatcher();
        this.activity = coordination.activity();
        this.confirmedNanos = ticker.nanos();
    }

    static <T> Watch<T> start(Coordination coordination, String key, Codec<T> codec, Deadline deadline)
            throws InterruptedException {
        Watch<T> watch = new Watch<>(key, codec, coordination);
        watch.activity.opened(watch);
        watch.observation = coordination.backend().entries().watch(key, watch.new Intake());
        boolean told = false;
        try {
            told = watch.first.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } finally {
            if (!told) {
                watch.close();
            }
        }
        if (!told) {
            throw new Unavailable("watch '" + key + "' in " + coordination.scope()
                    + ": the store did not tell its first state in time; the watch is closed");
        }
        return watch;
    }

    /** Returns the newest state known here. No I/O. */
    public Versioned<T> current() {
        synchronized (lock) {
            return Objects.requireNonNull(current, "a started watch knows a state");
        }
    }

    /** Returns how long ago the store last confirmed that {@link #current()} was the newest state. No I/O. */
    public Duration staleness() {
        synchronized (lock) {
            return Duration.ofNanos(Math.max(0, ticker.nanos() - confirmedNanos));
        }
    }

    /** Has a listener called with the current state first, and then with each change. */
    public void onChange(Consumer<Versioned<T>> listener) {
        synchronized (lock) {
            Backlog backlog = new Backlog(listener);
            listeners.add(backlog);
            backlog.add(Objects.requireNonNull(current, "a started watch knows a state"));
        }
    }

    /** Has a listener called with each value that could not be decoded; first with the newest value, if it is one. */
    public void onUndecodable(Consumer<UndecodableValue> listener) {
        synchronized (lock) {
            errorListeners.add(listener);
            if (undecodable != null) {
                report(undecodable, listener);
            }
        }
    }

    private void report(UndecodableValue value, Consumer<UndecodableValue> listener) {
        dispatcher.execute(() -> {
            if (!isClosed()) {
                listener.accept(value);
            }
        });
    }

    /** Ends the watch: no call of a listener begins after this has returned. Idempotent, never throws. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        activity.closed(this);
        if (observation != null) {
            observation.close();
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /**
     * A value that the codec refused; the last good value stays the current one.
     *
     * @param key the key
     * @param revision the revision of the value
     * @param cause what the codec threw
     */
    public record UndecodableValue(String key, long revision, RuntimeException cause) {}

    /** What the backend tells. */
    private final class Intake implements EntryListener {

        @Override
        public void changed(EntryState state) {
            Versioned<T> next;
            try {
                next = decode(state);
            } catch (RuntimeException e) {
                report(new UndecodableValue(key, state.revision(), e));
                next = null;
            }
            synchronized (lock) {
                if (next != null) {
                    current = next;
                    undecodable = null;
                    for (Backlog listener : listeners) {
                        listener.add(next);
                    }
                } else if (current == null) {
                    current = Versioned.absent(state.revision(), state.epochChanged());
                }
            }
            first.countDown();
        }

        @Override
        public void confirmed(long atNanos) {
            synchronized (lock) {
                if (atNanos - confirmedNanos > 0) {
                    confirmedNanos = atNanos;
                }
            }
        }

        private Versioned<T> decode(EntryState state) {
            Entry entry = state.entry().orElse(null);
            return entry == null
                    ? Versioned.absent(state.revision(), state.epochChanged())
                    : Versioned.present(codec.decode(entry.value()), state.revision(), state.epochChanged());
        }

        private void report(UndecodableValue value) {
            log.warn("undecodable value key={} revision={}; the last good one is kept", key, value.revision());
            synchronized (lock) {
                undecodable = value;
                for (Consumer<UndecodableValue> listener : errorListeners) {
                    Watch.this.report(value, listener);
                }
            }
        }
    }

    /** The states that one listener has not been told yet; a slow one misses the oldest of them. */
    private final class Backlog {

        private final Consumer<Versioned<T>> listener;
        private final Deque<Versioned<T>> states = new ArrayDeque<>();

        Backlog(Consumer<Versioned<T>> listener) {
            this.listener = listener;
        }

        void add(Versioned<T> state) {
            synchronized (states) {
                if (states.size() == BACKLOG_MAX) {
                    states.removeFirst();
                }
                states.addLast(state);
            }
            dispatcher.execute(this::tellNext);
        }

        private void tellNext() {
            Versioned<T> next;
            synchronized (states) {
                next = states.pollFirst();
            }
            if (next != null && !isClosed()) {
                listener.accept(next);
            }
        }
    }
}
