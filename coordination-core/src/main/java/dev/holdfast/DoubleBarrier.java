package dev.holdfast;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Contention.Contender;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.EntryState;
import dev.holdfast.spi.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A barrier that lets its members in together, as soon as enough of them are there, and lets them go together, when all of
 * them have left. It can be used again and again: the first who come make one generation, those after them the next.
 *
 * <p>The last of a generation writes down that it is complete, so nobody misses it who is slow to see it. A member that
 * dies while it waits counts no more as soon as its session is over; one that dies inside is waited for until then. A
 * member whose session ends while it waits enters again by itself.
 *
 * <p>To enter costs one write, an observation of the queue and a watch; the last of a generation writes once more.
 */
public final class DoubleBarrier {

    private static final Logger log = LoggerFactory.getLogger(DoubleBarrier.class);

    private final Coordination coordination;
    private final Queue queue;
    private final int members;

    DoubleBarrier(Coordination coordination, String name, int members) {
        if (members < 1) {
            throw new IllegalArgumentException("members of a double barrier must be >= 1, was " + members);
        }
        this.coordination = coordination;
        this.members = members;
        this.queue = new Queue(coordination, "doublebarrier", name, new Sharing.Everybody());
    }

    /**
     * Waits until enough members are there, this one included.
     *
     * @throws Unavailable if there were not enough in time. This one waits no more; if it was let in at that very moment,
     *     the others see it leave at once
     * @throws SessionExpired if it was let in and has lost its session by now
     * @throws IllegalArgumentException if another client is seen to give another number of members
     * @throws CoordinationException if the store could not be used; see its kinds
     * @throws InterruptedException if the thread was interrupted; this one waits no more
     */
    public Inside enter(Duration within) throws InterruptedException {
        Deadline deadline = Deadline.after(coordination.ticker(), within);
        while (true) {
            Place place = queue.entered(Integer.toString(members), deadline);
            Grant presence = queue.grant(place);
            Optional<Admissions> admitted = Optional.empty();
            try (Lobby lobby = new Lobby(coordination, queue, key(), presence)) {
                admitted = awaitAdmission(lobby, presence, deadline);
            } finally {
                if (admitted.isEmpty()) {
                    presence.release();
                }
            }
            if (admitted.isPresent()) {
                return new Inside(presence, admitted.get());
            }
            log.debug("entering {} again: the session ended", queue);
            coordination.pause(deadline.orAfter(Queue.RETRY_PAUSE));
        }
    }

    /** Returns empty if the session ended before this one was let in, as far as is known here. */
    private Optional<Admissions> awaitAdmission(Lobby lobby, Grant presence, Deadline deadline)
            throws InterruptedException {
        long token = presence.token().value();
        while (true) {
            CompletableFuture<Void> news = lobby.news();
            Admissions known = Admissions.of(queue.toString(), lobby.state());
            if (known.includes(token)) {
                return Optional.of(stillHeld(presence, known));
            }
            if (!presence.isHeld()) {
                return Optional.empty();
            }
            List<Contender> waiting = waiting(lobby.front(), known, token);
            boolean isLast = lobby.isTold()
                    && waiting.size() >= members
                    && waiting.get(members - 1).token() == token;
            Optional<Admissions> written = isLast ? admit(known, presence, deadline) : Optional.empty();
            if (written.isPresent()) {
                return written;
            }
            Deadline next = isLast ? deadline.orAfter(Queue.RETRY_PAUSE) : deadline;
            if (!coordination.isDoneBy(news, next) && deadline.hasPassed()) {
                throw new Unavailable("enter " + queue + ": " + waiting.size() + " of " + members
                        + " were there when the time was over; this one waits no more");
            }
        }
    }

    private Admissions stillHeld(Grant presence, Admissions admitted) {
        if (!presence.isHeld()) {
            throw new SessionExpired("enter " + queue + ": was let in, but " + presence + " has ended meanwhile");
        }
        return admitted;
    }

    /** Returns who of those that give the same number is not in yet; one that gives another is refused by those before it. */
    private List<Contender> waiting(List<Contender> front, Admissions known, long own) {
        String number = Integer.toString(members);
        List<Contender> waiting =
                front.stream().filter(one -> !known.includes(one.token())).toList();
        for (Contender one : waiting) {
            if (one.token() < own && !one.label().equals(number)) {
                throw new IllegalArgumentException(
                        "all clients of a double barrier must give the same number of members;" + " for " + queue
                                + " one gave " + one.label() + " and this one " + number);
            }
        }
        return waiting.stream().filter(one -> one.label().equals(number)).toList();
    }

    /** Writes down, as the last of a generation, that it is complete; empty if that is not known to be done. */
    private Optional<Admissions> admit(Admissions known, Grant presence, Deadline deadline)
            throws InterruptedException {
        byte[] value = known.extendedTo(presence.token().value());
        try {
            Entry written = coordination
                    .backend()
                    .entries()
                    .write(key(), value, presence.guard(known.unchanged()), deadline.orAfter(queue.answerWait()));
            return Optional.of(Admissions.of(queue.toString(), EntryState.present(written)));
        } catch (Conflict | SessionExpired | Indeterminate | Unavailable e) {
            // what is written by now will be told
            log.debug("completing {} again after: {}", queue, e.getMessage());
            return Optional.empty();
        }
    }

    private String key() {
        return "admissions/" + queue.path();
    }

    /** A member's being inside, until it leaves or its session ends. */
    public final class Inside implements AutoCloseable {

        private final Grant presence;
        private final Admissions admitted;

        Inside(Grant presence, Admissions admitted) {
            this.presence = presence;
            this.admitted = admitted;
        }

        /** Returns the presence: it ends when this one leaves, or loses its session and so counts no more. */
        public Grant presence() {
            return presence;
        }

        /**
         * Leaves, and waits until all others of the same generation have left or died. Calling it again waits again.
         *
         * @return whether all have left; {@code false} if the time was over before. This one has left in any case
         * @throws InterruptedException if the thread was interrupted; this one has left
         */
        public boolean leave(Duration within) throws InterruptedException {
            Deadline deadline = Deadline.after(coordination.ticker(), within);
            presence.close();
            try (Lobby lobby = new Lobby(coordination, queue, key(), presence)) {
                while (true) {
                    CompletableFuture<Void> news = lobby.news();
                    if (lobby.isTold() && allHaveLeft(lobby.front()) && isConfirmed(deadline)) {
                        return true;
                    }
                    if (!coordination.isDoneBy(news, deadline) && deadline.hasPassed()) {
                        return false;
                    }
                }
            }
        }

        /** What was told may be older than the members: only a linearizable read tells that they have left. */
        private boolean isConfirmed(Deadline deadline) throws InterruptedException {
            try {
                return allHaveLeft(queue.contenders(deadline));
            } catch (Unavailable e) {
                return false;
            }
        }

        private boolean allHaveLeft(List<Contender> front) {
            long own = presence.token().value();
            return front.stream()
                    .noneMatch(one -> one.token() != own
                            && admitted.includes(one.token())
                            && admitted.areTogether(own, one.token()));
        }

        /** Leaves without waiting for the others. Idempotent, never throws. */
        @Override
        public void close() {
            presence.close();
        }
    }
}
