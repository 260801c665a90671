package dev.holdfast.consul;

import dev.holdfast.consul.QueueView.Behind;
import dev.holdfast.consul.QueueView.Standing;
import dev.holdfast.model.LossReason;
import java.util.List;
import org.kiwiproject.consul.model.kv.Value;

/**
 * What is done about the own places in one queue. However many wait, one request at most waits for all of them.
 *
 * <p>A place that has fewer others before it than its queue has seats waits on the names below the queue: the answer that
 * no longer names those before it names its own entry too, so that its turn costs no read. Of a longer chain only the
 * first own place waits, on its predecessor's key alone, so that it is woken once; whoever comes after it waits here.
 */
final class Line {

    private final String queue;
    private final String prefix;
    private final Parts parts;
    private final OwnPlaces own;
    private final LineWait wait;

    Line(String queue, String prefix, Roll roll, Parts parts) {
        this.queue = queue;
        this.prefix = prefix;
        this.parts = parts;
        this.own = new OwnPlaces(prefix);
        this.wait = new LineWait(prefix, roll, parts.waits(), own::wanted, this::told, () -> look(Backoff.ofLoops()));
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
        own.add(place);
    }

    void drop(ConsulPlace place) {
        if (own.drop(place)) {
            parts.contention().drop(queue);
        }
        wait.advance();
    }

    boolean isEmpty() {
        return own.isEmpty();
    }

    String prefix() {
        return prefix;
    }

    /** Returns the own places that nobody has left. */
    List<ConsulPlace> places() {
        return own.present();
    }

    List<ConsulPlace> all() {
        return own.all();
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
        own.waiting().stream()
                .filter(other -> other.token() < place.token())
                .forEach(other -> judge(other, view, place.token(), () -> {}));
        wait.advance();
    }

    private void judge(ConsulPlace place, QueueView view, long index, Runnable settled) {
        Standing standing = view.standingOf(place.key(), place.consulSession().id());
        if (!(standing instanceof Behind behind)) {
            revoked(place);
            settled.run();
            return;
        }
        place.outlook().saw(behind);
        place.outlook().judgedAt(index);
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
        for (ConsulPlace place : own.waiting()) {
            if (place.token() > listing.index()) {
                continue;
            }
            place.outlook().judgedAt(listing.index());
            if (!listing.names().contains(place.key())) {
                revoked(place);
                moved = true;
            } else if (!place.outlook().before().isEmpty()
                    && listing.leavesFewerOf(place.outlook().before(), place.seats())) {
                arrive(place, () -> {});
                moved = true;
            }
        }
        if (moved) {
            wait.over(prefix);
            wait.advance();
        }
        return moved;
    }

    /** Reads the queue, and judges the places that waited in it when the read was sent. */
    private void look(Backoff backoff) {
        List<ConsulPlace> before = own.waiting();
        if (before.isEmpty() || !wait.beginLooking()) {
            return;
        }
        parts.calls().tryRead(prefix, true).stage().whenComplete((answer, thrown) -> {
            wait.endLooking();
            if (thrown == null) {
                List<Value> values = answer.body() == null ? List.of() : answer.body();
                QueueView view = QueueView.of(prefix, values);
                before.stream()
                        .filter(ConsulPlace::isWaiting)
                        .forEach(place -> judge(place, view, answer.index(), () -> {}));
                wait.advance();
            } else {
                parts.threads().after(backoff.next(), () -> look(backoff));
            }
        });
    }

    /**
     * Removes a place's entry. If the next in the queue is an own place, the same transaction reads its entry, so that
     * its turn costs no round trip of its own; a head key passes on to it without being touched. A place whose entry is gone
     * already has no heir: no transaction follows that would give the turn on, and the next one is told by the store.
     */
    void remove(ConsulPlace place) {
        ConsulPlace heir = place.isHead() && !place.isGone() ? own.heirOf(place) : null;
        HeadKey head = place.headKey();
        if (heir != null && head != null) {
            heir.inherits(head, place);
            place.holds(null);
        }
        parts.removal().remove(place, heir);
        wait.advance();
    }

    /** The one before an own place is gone, and its own entry was seen there in the same step. */
    void succeeds(ConsulPlace heir) {
        if (heir.headKey() != null) {
            heir.arrive();
        } else if (heir.isWaiting()) {
            arrive(heir, () -> {});
        }
        wait.advance();
    }
}
