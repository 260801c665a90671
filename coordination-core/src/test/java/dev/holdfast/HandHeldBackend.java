package dev.holdfast;

import dev.holdfast.model.Capabilities;
import dev.holdfast.model.Capabilities.FailOver;
import dev.holdfast.model.Capabilities.WatchPromise;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Session;
import dev.holdfast.spi.WriteCondition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A backend that does what the test's hand does: its time, its session, its places and its watches. */
final class HandHeldBackend implements Backend, Contention, Entries {

    static final Duration SESSION = Duration.ofSeconds(10);

    private final AtomicLong sessions = new AtomicLong(0x7f39);
    final AtomicLong now = new AtomicLong(1_000);
    final HandHeldSession session = new HandHeldSession();
    final BlockingQueue<HandHeldPlace> entered = new LinkedBlockingQueue<>();
    final BlockingQueue<Duration> waits = new LinkedBlockingQueue<>();
    final BlockingQueue<EntryListener> watches = new LinkedBlockingQueue<>();
    final BlockingQueue<Consumer<List<Contender>>> observers = new LinkedBlockingQueue<>();

    volatile boolean enterAtOnce = true;
    volatile boolean turnAtOnce = true;
    volatile boolean leaveAtOnce = true;
    volatile boolean answersAreLost;
    final AtomicInteger lists = new AtomicInteger();

    private final AtomicLong tokens = new AtomicLong();

    HandHeldSession another() {
        return new HandHeldSession();
    }

    Coordination coordination() {
        return Coordination.over(this, "hand-held", now::get);
    }

    /** A session that is valid until the test's hand says otherwise. */
    final class HandHeldSession implements Session {

        final CompletableFuture<LossReason> ended = new CompletableFuture<>();
        final AtomicLong validUntil = new AtomicLong(now.get() + SESSION.toNanos());

        private final String id = Long.toHexString(sessions.incrementAndGet());

        @Override
        public String id() {
            return id;
        }

        @Override
        public long validUntilNanos() {
            return validUntil.get();
        }

        @Override
        public CompletionStage<LossReason> ended() {
            return ended;
        }
    }

    /** A place whose turn, end and answer to a leave are in the test's hand. */
    final class HandHeldPlace implements Place {

        final long token = tokens.incrementAndGet();
        final CompletableFuture<Place> answer = new CompletableFuture<>();
        volatile String predecessor = "entry-" + (token - 1);
        volatile Session bond = session;
        final CompletableFuture<Void> turn = new CompletableFuture<>();
        final CompletableFuture<LossReason> gone = new CompletableFuture<>();
        final CompletableFuture<Void> left = new CompletableFuture<>();
        final CompletableFuture<Void> leaving = new CompletableFuture<>();

        @Override
        public long token() {
            return token;
        }

        @Override
        public String entry() {
            return "entry-" + token;
        }

        @Override
        public boolean follows(String entry) {
            return entry.equals(predecessor);
        }

        @Override
        public Session session() {
            return bond;
        }

        @Override
        public CompletionStage<Void> turn() {
            return turn;
        }

        @Override
        public CompletionStage<LossReason> gone() {
            return gone;
        }

        @Override
        public CompletionStage<Void> leave() {
            leaving.complete(null);
            if (leaveAtOnce) {
                left.complete(null);
            }
            return left;
        }
    }

    @Override
    public CompletableFuture<Place> enter(String queue, String label, int seats, Deadline deadline) {
        HandHeldPlace place = new HandHeldPlace();
        if (turnAtOnce) {
            place.turn.complete(null);
        }
        waits.add(deadline.remaining());
        entered.add(place);
        if (enterAtOnce) {
            place.answer.complete(place);
        }
        return place.answer;
    }

    @Override
    public List<Contender> contenders(String queue, Deadline deadline) {
        lists.incrementAndGet();
        return List.of();
    }

    @Override
    public Observation observe(String queue, int depth, Consumer<List<Contender>> listener) {
        observers.add(listener);
        return () -> {};
    }

    @Override
    public Observation watch(String key, EntryListener listener) {
        watches.add(listener);
        return () -> {};
    }

    @Override
    public Optional<Entry> read(String key, Deadline deadline) {
        return Optional.empty();
    }

    @Override
    public Entry write(String key, byte[] value, WriteCondition condition, Deadline deadline) {
        if (answersAreLost) {
            throw new Indeterminate("write '" + key + "': no answer");
        }
        return new Entry(key, value, tokens.incrementAndGet());
    }

    @Override
    public boolean delete(String key, WriteCondition condition, Deadline deadline) {
        return false;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities("hand-held", SESSION, new FailOver(SESSION, SESSION, SESSION), WatchPromise.EVERY);
    }

    @Override
    public Contention contention() {
        return this;
    }

    @Override
    public Entries entries() {
        return this;
    }

    @Override
    public void close() {
        session.ended.complete(LossReason.CLOSED);
    }
}
