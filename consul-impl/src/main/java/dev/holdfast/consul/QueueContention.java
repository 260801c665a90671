package dev.holdfast.consul;

import dev.holdfast.consul.Calls.Repeat;
import dev.holdfast.consul.Calls.Unanswered;
import dev.holdfast.consul.Calls.Written;
import dev.holdfast.consul.PollLoop.Timing;
import dev.holdfast.consul.QueueView.Seat;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.model.kv.Value;

/**
 * Queues of keys: each contender locks a key of its own below the queue's name, by session, and the order of the keys'
 * CreateIndex is the order of the queue. One transaction makes the key and reads all others.
 *
 * <p>Nobody ever locks another's key, so that the lock-delay of a session that was destroyed holds up nobody; it is 0
 * all the same. What is left of lock-delay's purpose: when an operator destroys a session, the next contender is
 * granted the right at once, while the old holder learns of it with its next renewal. Only the token tells them apart
 * in between.
 */
final class QueueContention implements Contention {

    private static final int LABEL_BYTES_MAX = 1024;

    private final ConnectSpec spec;
    private final Calls calls;
    private final ConsulThreads threads;
    private final SessionKeeper keeper;
    private final Ghosts ghosts;
    private final Timing waits;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    QueueContention(ConnectSpec spec, Calls calls, ConsulThreads threads, SessionKeeper keeper) {
        this.spec = spec;
        this.calls = calls;
        this.threads = threads;
        this.keeper = keeper;
        this.ghosts = new Ghosts(calls, threads);
        this.waits = Timing.waiting(spec.session());
    }

    @Override
    public CompletableFuture<Place> enter(String queue, String label, int seats, Deadline deadline) {
        CompletableFuture<Place> entering = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        Place place = enterNow(queue, label, deadline);
                        if (!entering.complete(place)) {
                            place.leave();
                        }
                    } catch (RuntimeException | InterruptedException e) {
                        entering.completeExceptionally(e);
                    }
                },
                "consul-enter");
        thread.setDaemon(true);
        thread.start();
        return entering;
    }

    private Place enterNow(String queue, String label, Deadline deadline) throws InterruptedException {
        byte[] value = label.getBytes(StandardCharsets.UTF_8);
        if (value.length > LABEL_BYTES_MAX) {
            throw new IllegalArgumentException("label must be at most 1024 bytes, was " + value.length);
        }
        ConsulSession session = keeper.await(deadline);
        String prefix = prefix(queue);
        String key = prefix + UUID.randomUUID();
        String what = "enter queue '" + queue + "' on Consul as '" + key + "' (" + session + ')';
        boolean answered = false;
        boolean over = false;
        try {
            TxnOp lock = TxnOp.lock(key, value, session.id());
            boolean behindOwn = isAwaited(queue);
            List<TxnOp> ops = behindOwn ? List.of(lock) : List.of(lock, TxnOp.getTree(prefix));
            Written written = calls.write(what, ops, Repeat.HARMLESS, deadline);
            answered = true;
            return place(queue, key, session, written, behindOwn);
        } catch (Unanswered e) {
            over = e.known() instanceof SessionExpired;
            answered = over || !e.isUncertain();
            throw e.known();
        } finally {
            if (over) {
                keeper.check();
            }
            if (!answered) {
                ghosts.watch(key, session);
            }
        }
    }

    /** The queue is read by the first who waits; those of this process that come after it wait for it, and read later. */
    private boolean isAwaited(String queue) {
        Line line = lines.get(queue);
        return line != null && line.isAwaited();
    }

    private Place place(String queue, String key, ConsulSession session, Written written, boolean behindOwn) {
        String prefix = prefix(queue);
        QueueView view = QueueView.of(prefix, written.values());
        long token = view.seats().stream()
                .filter(seat -> seat.key().equals(key))
                .mapToLong(Seat::token)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("the transaction that made '" + key + "' did not return it"));
        AtomicReference<@Nullable ConsulPlace> made = new AtomicReference<>();
        Line line = lines.compute(queue, (name, known) -> {
            Line chosen = known == null ? new Line(prefix, calls, threads, keeper, ghosts, waits) : known;
            ConsulPlace place = new ConsulPlace(chosen, key, token, session, written.isUncertain());
            chosen.add(place, () -> drop(queue));
            made.set(place);
            return chosen;
        });
        ConsulPlace place = Objects.requireNonNull(made.get(), "made under the map's own lock");
        if (behindOwn) {
            line.startBehind(place);
        } else {
            line.start(place, view.standingOf(key, session.id()));
        }
        return place;
    }

    private void drop(String queue) {
        lines.computeIfPresent(queue, (name, line) -> line.isEmpty() ? null : line);
    }

    /** Looks for entries that somebody has removed, now and then, until the connection is closed. */
    void start() {
        new Sweep(calls, threads, Timing.confirming(spec.session()).block(), lines::values).start();
    }

    @Override
    public List<Contender> contenders(String queue, Deadline deadline) throws InterruptedException {
        String prefix = prefix(queue);
        Answer<List<Value>> answer = calls.read("read queue '" + queue + "' on Consul", prefix, true, deadline);
        return view(prefix, answer).seats().stream()
                .map(QueueContention::contender)
                .toList();
    }

    @Override
    public Observation observe(String queue, int depth, Consumer<List<Contender>> listener) {
        String prefix = prefix(queue);
        AtomicReference<@Nullable List<Contender>> told = new AtomicReference<>();
        PollLoop.Sink sink = (answer, indexWentBack) -> {
            List<Contender> head = view(prefix, answer).head().stream()
                    .map(QueueContention::contender)
                    .toList();
            if (!head.equals(told.getAndSet(head))) {
                listener.accept(head);
            }
        };
        return new PollLoop(calls, threads, spec.ticker(), Timing.confirming(spec.session()), prefix, true, sink)
                .start();
    }

    private static QueueView view(String prefix, Answer<List<Value>> answer) {
        List<Value> values = answer.body();
        return QueueView.of(prefix, values == null ? List.of() : values);
    }

    private static Contender contender(Seat seat) {
        return new Contender(seat.label(), seat.token());
    }

    private String prefix(String queue) {
        return spec.namespace() + '/' + queue + '/';
    }
}
