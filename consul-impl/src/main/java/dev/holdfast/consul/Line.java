package dev.holdfast.consul;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.consul.QueueView.Behind;
import dev.holdfast.consul.QueueView.Standing;
import dev.holdfast.consul.Waits.Wait;
import dev.holdfast.model.LossReason;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.model.kv.Value;

/**
 * The own places in one queue. However many wait, one request at most waits for all of them.
 *
 * <p>A place that has fewer others before it than its queue has seats waits on the names below the queue: the answer that
 * no longer names those before it names its own entry too, so that its turn costs no read. Of a longer chain only the
 * first own place waits, on its predecessor's key alone, so that it is woken once; whoever comes after it waits here.
 */
final class Line {

    private final String queue;
    private final String prefix;
    private final Roll roll;
    private final Parts parts;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final TreeMap<Long, ConsulPlace> places = new TreeMap<>();

    @GuardedBy("lock")
    private boolean looking;

    @GuardedBy("lock")
    private String awaited = "";

    /** The store's position from which on the wait hears of changes. */
    @GuardedBy("lock")
    private long awaitedFrom;

    @GuardedBy("lock")
    private @Nullable Wait wait;

    Line(String queue, String prefix, Roll roll, Parts parts) {
        this.queue = queue;
        this.roll = roll;
        this.prefix = prefix;
        this.parts = parts;
    }

    /** What all queues of a connection share. */
    record Parts(
            Calls calls,
            ConsulThreads threads,
            SessionKeeper keeper,
            Waits waits,
            HeadKeys heads,
            Removal removal,
            QueueContention contention) {}

    void add(ConsulPlace place) {
        synchronized (lock) {
            places.put(place.token(), place);
        }
    }

    void drop(ConsulPlace place) {
        boolean empty;
        synchronized (lock) {
            places.remove(place.token(), place);
            empty = places.isEmpty();
        }
        if (empty) {
            parts.contention().drop(queue);
        }
        advance();
    }

    boolean isEmpty() {
        synchronized (lock) {
            return places.isEmpty();
        }
    }

    String prefix() {
        return prefix;
    }

    /** Returns the own places that nobody has left. */
    List<ConsulPlace> places() {
        synchronized (lock) {
            return places.values().stream().filter(place -> !place.isOver()).toList();
        }
    }

    List<ConsulPlace> all() {
        synchronized (lock) {
            return List.copyOf(places.values());
        }
    }

    private List<ConsulPlace> waiting() {
        synchronized (lock) {
            return places.values().stream().filter(ConsulPlace::isWaiting).toList();
        }
    }

    boolean takesHeadKey(ConsulPlace place) {
        return parts.heads().areTakenFor(place.seats());
    }

    /**
     * Takes in a place that was just made, and what the queue was then.
     *
     * @param settled runs when it is known whether its turn has come at once
     */
    void entered(ConsulPlace place, QueueView view, Runnable settled) {
        judge(place, view, place.token(), settled);
        waiting().stream()
                .filter(other -> other.token() < place.token())
                .forEach(other -> judge(other, view, place.token(), () -> {}));
        advance();
    }

    private void judge(ConsulPlace place, QueueView view, long index, Runnable settled) {
        Standing standing = view.standingOf(place.key(), place.consulSession().id());
        if (!(standing instanceof Behind behind)) {
            revoked(place);
            settled.run();
            return;
        }
        place.saw(behind);
        place.judgedAt(index);
        if (behind.isAmong(place.seats())) {
            arrive(place, settled);
        } else {
            settled.run();
        }
    }

    private void arrive(ConsulPlace place, Runnable settled) {
        if (!takesHeadKey(place)) {
            place.arrive();
            settled.run();
        } else if (place.beginTaking()) {
            parts.heads().take(place, prefix, settled, () -> revoked(place));
        } else {
            settled.run();
        }
    }

    /** Ends a place whose entry is gone from the store; whether the session is over too is asked afterwards. */
    void revoked(ConsulPlace place) {
        if (!place.isOver()) {
            place.end(LossReason.REVOKED);
            parts.keeper().check();
        }
    }

    /** Judges by the names below the queue; returns whether nothing is left to be waited for in the same way. */
    private boolean told(Listing listing) {
        boolean moved = false;
        for (ConsulPlace place : waiting()) {
            if (place.token() > listing.index()) {
                continue;
            }
            place.judgedAt(listing.index());
            if (!listing.names().contains(place.key())) {
                revoked(place);
                moved = true;
            } else if (!place.before().isEmpty() && listing.leavesFewerOf(place.before(), place.seats())) {
                arrive(place, () -> {});
                moved = true;
            }
        }
        if (moved) {
            over(prefix);
            advance();
        }
        return moved;
    }

    /** Waits for what the waiting places need to know next, if that is not waited for already. */
    private void advance() {
        Wait surplus;
        synchronized (lock) {
            String wanted = looking ? "" : wanted();
            long from = places.values().stream()
                    .filter(ConsulPlace::isWaiting)
                    .mapToLong(ConsulPlace::judgedAt)
                    .min()
                    .orElse(Long.MAX_VALUE);
            if (wanted.equals(awaited) && from >= awaitedFrom) {
                return;
            }
            awaited = wanted;
            awaitedFrom = from;
            surplus = wait;
            wait = null;
        }
        if (surplus != null) {
            surplus.cancel();
        }
        begin();
    }

    /** Returns the key, or the prefix, that must change before a place can have its turn; empty if none does. */
    @GuardedBy("lock")
    private String wanted() {
        boolean first = true;
        String wanted = "";
        for (ConsulPlace place : places.values()) {
            if (!place.isWaiting() || (!first && place.seats() == 1)) {
                continue;
            }
            boolean own = place.seats() == 1 && isOwn(place.predecessor());
            if (!own && !place.before().isEmpty()) {
                return prefix;
            }
            wanted = own || !first ? wanted : place.predecessor();
            first = false;
        }
        return wanted;
    }

    @GuardedBy("lock")
    private boolean isOwn(String key) {
        return places.values().stream().anyMatch(place -> place.key().equals(key));
    }

    private void begin() {
        String key;
        long index;
        synchronized (lock) {
            key = awaited;
            index = awaitedFrom;
        }
        if (key.isEmpty()) {
            return;
        }
        Wait begun = key.equals(prefix)
                ? parts.waits().names(roll, prefix, index, this::told, () -> again(key))
                : parts.waits().key(roll, key, index, () -> again(key));
        boolean surplus;
        synchronized (lock) {
            surplus = !key.equals(awaited) || wait != null;
            if (!surplus) {
                wait = begun;
            }
        }
        if (surplus) {
            begun.cancel();
        }
    }

    /** Looks anew: what was waited for has come, or cannot be told. */
    private void again(String key) {
        if (over(key)) {
            look(Backoff.ofLoops());
        }
    }

    /** Notes that a wait has ended by itself; returns whether it was the present one. */
    private boolean over(String key) {
        synchronized (lock) {
            if (!key.equals(awaited)) {
                return false;
            }
            wait = null;
            awaited = "";
            return true;
        }
    }

    /** Reads the queue, and judges the places that waited in it when the read was sent. */
    private void look(Backoff backoff) {
        List<ConsulPlace> before = waiting();
        synchronized (lock) {
            if (looking || before.isEmpty()) {
                return;
            }
            looking = true;
        }
        parts.calls().tryRead(prefix, true).stage().whenComplete((answer, thrown) -> {
            synchronized (lock) {
                looking = false;
            }
            if (thrown == null) {
                List<Value> values = answer.body() == null ? List.of() : answer.body();
                QueueView view = QueueView.of(prefix, values);
                before.stream()
                        .filter(ConsulPlace::isWaiting)
                        .forEach(place -> judge(place, view, answer.index(), () -> {}));
                advance();
            } else {
                parts.threads().after(backoff.next(), () -> look(backoff));
            }
        });
    }

    /**
     * Removes a place's entry. If the next in the queue is an own place, the same transaction reads its entry, so that
     * its turn costs no round trip of its own; a head key passes on to it without being touched.
     */
    void remove(ConsulPlace place) {
        ConsulPlace heir = place.isHead() ? heirOf(place) : null;
        String head = place.headKey();
        if (heir != null && head != null) {
            heir.inherits(head, place);
            place.holds(null);
        }
        parts.removal().remove(place, heir);
        advance();
    }

    /** The one before an own place is gone, and its own entry was seen there in the same step. */
    void succeeds(ConsulPlace heir) {
        if (heir.headKey() != null) {
            heir.arrive();
        } else if (heir.isWaiting()) {
            arrive(heir, () -> {});
        }
        advance();
    }

    private @Nullable ConsulPlace heirOf(ConsulPlace place) {
        synchronized (lock) {
            return places.tailMap(place.token(), false).values().stream()
                    .findFirst()
                    .filter(next -> next.seats() == 1 && next.isWaiting() && next.isDirectlyBehind(place))
                    .orElse(null);
        }
    }
}
