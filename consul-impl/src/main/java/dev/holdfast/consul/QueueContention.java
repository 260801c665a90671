package dev.holdfast.consul;

import dev.holdfast.consul.PollLoop.Timing;
import dev.holdfast.consul.QueueView.Seat;
import dev.holdfast.model.LossReason;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
 * <p>Nobody ever locks another's entry, so that the lock-delay of a session that was destroyed holds up nobody there. In
 * the plain mode it is 0: the server ends a session two TTLs after its last heartbeat, while its holder trusts that for
 * less than one. When an operator destroys a session, however, the next contender is granted the right at once, while the
 * old holder learns of it with its next heartbeat; only the token tells them apart in between. The fast mode is safe
 * there too for exclusive rights and for seats, by a head key: see {@link HeadKeys}. Readers that are granted beside other
 * readers, by what their process is told of the queue, have none: a writer may follow them as in the plain mode.
 */
final class QueueContention implements Contention {

    private static final int LABEL_BYTES_MAX = 1024;

    private final ConnectSpec spec;
    private final Calls calls;
    private final ConsulThreads threads;
    private final SessionKeeper keeper;
    private final Ghosts ghosts;
    private final Waits waits;
    private final Line.Parts parts;
    private final Sweep sweep;
    private final Removal removal;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    QueueContention(ConnectSpec spec, Mode mode, Calls calls, ConsulThreads threads, SessionKeeper keeper) {
        this.spec = spec;
        this.calls = calls;
        this.threads = threads;
        this.keeper = keeper;
        this.ghosts = new Ghosts(calls, threads);
        Timing timing = Timing.waiting(spec.session());
        this.waits = new Waits(calls, threads, timing, this::roll);
        this.removal = new Removal(calls, threads, ghosts);
        HeadKeys heads = new HeadKeys(mode, calls, threads, keeper, removal, waits.slots(), timing);
        this.parts = new Line.Parts(calls, threads, keeper, waits, heads, removal, this);
        this.sweep = new Sweep(calls);
    }

    Waits waits() {
        return waits;
    }

    private Roll roll(String kind) {
        return new Roll(
                kind,
                calls,
                threads,
                Timing.confirming(spec.session()),
                () -> lines.values().stream().anyMatch(line -> line.prefix().startsWith(kind)),
                listing -> lookAfter(kind, listing));
    }

    private List<Line> linesOf(String kind) {
        return lines.values().stream()
                .filter(line -> line.prefix().startsWith(kind))
                .toList();
    }

    /** Ends the own places whose entries somebody has removed. */
    private void lookAfter(String kind, Listing listing) {
        List<ConsulPlace> present = new ArrayList<>();
        for (Line line : linesOf(kind)) {
            for (ConsulPlace place : line.places()) {
                if (listing.misses(place.key(), place.token())) {
                    line.revoked(place);
                } else {
                    present.add(place);
                }
            }
        }
        sweep.some(present);
    }

    /** Ends the places of a session that is over. */
    void sessionEnded(ConsulSession session, LossReason reason) {
        for (Line line : lines.values()) {
            for (ConsulPlace place : line.all()) {
                if (place.consulSession() == session) {
                    place.end(reason);
                }
            }
        }
    }

    /** Returns the own places that hold head keys, those too that are being left. */
    List<ConsulPlace> heads() {
        return lines.values().stream()
                .flatMap(line -> line.all().stream())
                .filter(place -> place.headKey() != null)
                .toList();
    }

    @Override
    public CompletableFuture<Place> enter(String queue, String label, int seats, Deadline deadline) {
        byte[] value = label.getBytes(StandardCharsets.UTF_8);
        if (value.length > LABEL_BYTES_MAX) {
            throw new IllegalArgumentException("label must be at most 1024 bytes, was " + value.length);
        }
        if (seats < 1) {
            throw new IllegalArgumentException("seats must be >= 1, was " + seats);
        }
        return new Entering(this, keeper, threads, calls, ghosts, queue, value, seats, deadline).start();
    }

    /** Takes in a place that was just made; null if the view does not name it. */
    @Nullable
    ConsulPlace place(String queue, String key, ConsulSession session, int seats, QueueView view, boolean uncertain) {
        Optional<Seat> own =
                view.seats().stream().filter(seat -> seat.key().equals(key)).findFirst();
        if (own.isEmpty()) {
            return null;
        }
        AtomicReference<@Nullable ConsulPlace> made = new AtomicReference<>();
        Roll roll = waits.roll(spec.namespace(), queue);
        lines.compute(queue, (name, known) -> {
            Line chosen = known == null ? new Line(queue, prefix(queue), roll, parts) : known;
            ConsulPlace place = new ConsulPlace(chosen, key, own.get().token(), session, seats, uncertain);
            chosen.add(place);
            made.set(place);
            return chosen;
        });
        ConsulPlace place = Objects.requireNonNull(made.get(), "made under the map's own lock");
        session.reasonOfEnd().ifPresent(place::end);
        roll.start();
        return place;
    }

    void drop(String queue) {
        lines.computeIfPresent(queue, (name, line) -> line.isEmpty() ? null : line);
    }

    @Override
    public List<Contender> contenders(String queue, Deadline deadline) throws InterruptedException {
        String prefix = prefix(queue);
        Answer<List<Value>> answer = calls.read("read queue '" + queue + "' on Consul", prefix, true, deadline);
        Line own = lines.get(queue);
        List<Seat> seats = seats(prefix, answer);
        return contenders(own == null ? seats : Front.withOneHeldBack(seats, own.places()));
    }

    @Override
    public Observation observe(String queue, int depth, Consumer<List<Contender>> listener) {
        String prefix = prefix(queue);
        AtomicReference<@Nullable List<Contender>> told = new AtomicReference<>();
        PollLoop.Sink sink = (answer, indexWentBack) -> {
            List<Contender> front = contenders(front(seats(prefix, answer), depth));
            if (!front.equals(told.getAndSet(front))) {
                listener.accept(front);
            }
        };
        return follow(queue, prefix, true, sink);
    }

    /** Follows a key or a prefix: with a query of its own as long as there are few. */
    Observation follow(String path, String key, boolean recurse, PollLoop.Sink sink) {
        Timing timing = Timing.confirming(spec.session());
        return waits.loops().take()
                ? new PollLoop(calls, threads, spec.ticker(), timing, waits.loops(), key, recurse, sink).start()
                : new SharedLoop(calls, threads, key, recurse, sink).start(waits.roll(spec.namespace(), path));
    }

    /** Returns the queue, and before it who holds the head key without being in the queue. */
    private List<Seat> seats(String prefix, Answer<List<Value>> answer) {
        List<Value> values = answer.body() == null ? List.of() : answer.body();
        List<Seat> seats = QueueView.of(prefix, values).seats();
        return parts.heads().areTakenFor(1) ? Front.withForeignHolder(prefix, values, seats) : seats;
    }

    private static List<Seat> front(List<Seat> seats, int depth) {
        return seats.subList(0, Math.min(depth, seats.size()));
    }

    private static List<Contender> contenders(List<Seat> seats) {
        return seats.stream()
                .map(seat -> new Contender(seat.label(), seat.token()))
                .toList();
    }

    String prefix(String queue) {
        return spec.namespace() + '/' + queue + '/';
    }
}
