package dev.holdfast;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one process for one lock. They wait here, in the order in which they came; at most {@link #AHEAD_MAX}
 * places of this process stand in the store's queue for them, and whichever gets its turn serves the oldest request.
 *
 * <p>A place that stands directly behind one that was just given back here has its turn at once: nobody can come between
 * the two, and the one before has ended its grant. So threads of one process pass a lock on without waiting for the
 * store, each with its own token, as long as no other process has entered between them.
 */
final class LocalQueue {

    private static final Logger log = LoggerFactory.getLogger(LocalQueue.class);

    /** Enough to keep the store busy with entering while the lock passes on, few enough for others to read the queue. */
    private static final int AHEAD_MAX = 16;

    private final Coordination coordination;
    private final Queue queue;
    private final Runnable idle;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Deque<LockRequest> requests = new ArrayDeque<>(2);

    @GuardedBy("lock")
    private final List<Attempt> entering = new ArrayList<>(1);

    /** Attempts to enter that have been decided on, but are not among {@link #entering} yet. */
    @GuardedBy("lock")
    private int starting;

    /** Own places that wait for their turn, by token. */
    @GuardedBy("lock")
    private final List<Place> waiting = new ArrayList<>(1);

    /** The own place that was given back last, as long as the store may still show it. */
    @GuardedBy("lock")
    private @Nullable Place givenBack;

    @GuardedBy("lock")
    private @Nullable RuntimeException lastFailure;

    @GuardedBy("lock")
    private boolean pausing;

    /** How many of this process hold the lock, or are about to ask for it. */
    @GuardedBy("lock")
    private int users;

    /** How many holds may pass on within this process without the store. */
    @GuardedBy("lock")
    private int handingOff;

    /**
     * An attempt to enter.
     *
     * @param answer by when it ends
     */
    private record Attempt(CompletableFuture<Place> place, Deadline answer) {}

    /** @param idle runs when nobody uses this any more */
    LocalQueue(Coordination coordination, Queue queue, Runnable idle) {
        this.coordination = coordination;
        this.queue = queue;
        this.idle = idle;
    }

    /** Keeps this from becoming idle until the request that is about to be made. */
    void reserve() {
        synchronized (lock) {
            users++;
        }
    }

    boolean isIdle() {
        synchronized (lock) {
            return users == 0 && requests.isEmpty() && starting == 0 && entering.isEmpty() && waiting.isEmpty();
        }
    }

    /** Returns whether nobody of this process holds the lock or waits for it. */
    boolean isUnused() {
        synchronized (lock) {
            return users <= 1 && requests.isEmpty();
        }
    }

    /** Takes in a request for which a use has been reserved. */
    void add(LockRequest request) {
        synchronized (lock) {
            requests.addLast(request);
            users--;
        }
        long since = coordination.ticker().nanos();
        coordination.activity().asked();
        request.whenSettled((grant, failure) -> {
            boolean granted = grant != null && grant.isPresent();
            coordination
                    .activity()
                    .answered(queue.right(), granted, coordination.ticker().nanos() - since);
            if (request.outcome().isCancelled()) {
                withdraw(request);
            }
        });
        enterAsNeeded();
        if (!request.isSettled()) {
            request.alarm(coordination.threads().at(request.deadline().atNanos(), () -> expire(request)));
        }
    }

    /** Gives back a reserved use without a request. */
    void cancelReservation() {
        synchronized (lock) {
            users--;
        }
        settle();
    }

    private void withdraw(LockRequest request) {
        synchronized (lock) {
            requests.remove(request);
        }
        settle();
    }

    /** Says at its deadline what is known of a request. While the only word of the store is outstanding, it waits for that. */
    private void expire(LockRequest request) {
        RuntimeException known;
        synchronized (lock) {
            boolean unheard = waiting.isEmpty() && users == 0;
            if ((unheard && isAnswerDue(request)) || !requests.remove(request)) {
                return;
            }
            known = lastFailure;
            if (known == null && unheard) {
                known = new Unavailable(
                        "acquire " + queue + ": no answer of the store in time; the request is withdrawn");
            }
        }
        if (known == null) {
            request.deny();
        } else {
            request.fail(known);
        }
        settle();
    }

    /** Returns whether the store's word on this very request is due by its deadline, and says more than this can. */
    @GuardedBy("lock")
    private boolean isAnswerDue(LockRequest request) {
        return requests.size() == 1
                && requests.contains(request)
                && entering.stream()
                        .anyMatch(attempt ->
                                attempt.answer().atNanos() - request.deadline().atNanos() <= 0);
    }

    /** Fails whatever waits: the connection is closed. */
    void close() {
        List<LockRequest> left;
        synchronized (lock) {
            pausing = false;
            left = List.copyOf(requests);
            requests.clear();
        }
        left.forEach(request -> request.fail(closed()));
        settle();
    }

    private IllegalStateException closed() {
        return new IllegalStateException("acquire " + queue + ": the connection is closed");
    }

    // entering

    private void enterAsNeeded() {
        while (true) {
            Deadline answer;
            synchronized (lock) {
                int wanted = Math.min(requests.size(), handingOff > 0 ? 1 : AHEAD_MAX);
                if (pausing || starting + entering.size() + waiting.size() >= wanted) {
                    return;
                }
                starting++;
                answer = latest().orAfter(queue.answerWait());
            }
            enter(answer);
        }
    }

    /** Returns the latest deadline of all requests: an answer is of use until then. */
    @GuardedBy("lock")
    private Deadline latest() {
        return requests.stream()
                .map(LockRequest::deadline)
                .max(Comparator.comparingLong(Deadline::remainingNanos))
                .orElseThrow();
    }

    private void enter(Deadline answer) {
        CompletableFuture<Place> attempt;
        try {
            attempt = queue.enter("", answer);
        } catch (IllegalStateException | IllegalArgumentException e) {
            attempt = CompletableFuture.failedFuture(e);
        }
        Attempt one = new Attempt(attempt, answer);
        synchronized (lock) {
            starting--;
            entering.add(one);
        }
        var unused = attempt.whenComplete((place, failure) -> {
            if (failure == null) {
                entered(one, place);
            } else {
                notEntered(one, failure);
            }
        });
    }

    private void entered(Attempt one, Place place) {
        boolean next;
        synchronized (lock) {
            entering.remove(one);
            waiting.add(place);
            waiting.sort(Comparator.comparingLong(Place::token));
            lastFailure = null;
            next = givenBack != null && isNext(place, givenBack);
        }
        if (next) {
            arrived(place);
        }
        place.turn().whenComplete((turn, failure) -> {
            if (failure == null) {
                arrived(place);
            } else {
                lost(place, failure);
            }
        });
        overdue().forEach(this::expire);
        settle();
    }

    private List<LockRequest> overdue() {
        synchronized (lock) {
            return requests.stream()
                    .filter(request -> request.deadline().hasPassed())
                    .toList();
        }
    }

    private void notEntered(Attempt one, Throwable thrown) {
        synchronized (lock) {
            entering.remove(one);
        }
        if (!(thrown instanceof CancellationException)) {
            failed(queue.failure(thrown));
        }
        settle();
    }

    private void lost(Place place, Throwable thrown) {
        boolean waited;
        synchronized (lock) {
            waited = waiting.remove(place);
        }
        if (waited) {
            failed(queue.failure(thrown));
        }
        settle();
    }

    /** Tries again after a pause where that can help, and tells those who have no time left. */
    private void failed(RuntimeException known) {
        boolean passing = !coordination.isClosed()
                && (known instanceof SessionExpired || known instanceof Indeterminate || known instanceof Unavailable);
        List<LockRequest> told = new ArrayList<>();
        boolean pause = false;
        synchronized (lock) {
            lastFailure = known;
            for (LockRequest request : List.copyOf(requests)) {
                if (!passing || request.deadline().hasPassed()) {
                    requests.remove(request);
                    told.add(request);
                }
            }
            if (passing && !pausing && !requests.isEmpty()) {
                pausing = true;
                pause = true;
            }
        }
        told.forEach(request -> request.fail(passing || !coordination.isClosed() ? known : closed()));
        if (pause) {
            log.debug("entering {} again after: {}", queue, known.getMessage());
            var unused = coordination
                    .threads()
                    .at(Deadline.after(coordination.ticker(), Queue.RETRY_PAUSE).atNanos(), this::resume);
        }
    }

    private void resume() {
        synchronized (lock) {
            pausing = false;
        }
        settle();
    }

    // granting

    private static boolean isNext(Place place, Place before) {
        return place.follows(before.entry())
                && place.session().id().equals(before.session().id());
    }

    private void arrived(Place place) {
        LockRequest request;
        synchronized (lock) {
            if (!waiting.remove(place)) {
                return;
            }
            request = requests.pollFirst();
            if (request != null) {
                users++;
                handingOff += request.handOff().isAllowed() ? 1 : 0;
            }
        }
        if (request == null) {
            place.leave();
            settle();
        } else {
            grant(new Hold(place, 1, coordination.ticker().nanos()), request);
        }
    }

    private void grant(Hold hold, LockRequest request) {
        Grant grant = Grant.of(
                queue.right(),
                queue.token(hold.place.token()),
                hold.place,
                coordination,
                (ended, reason) -> giveBack(hold, request.handOff(), ended, reason));
        if (grant.isHeld()) {
            request.grant(grant);
        } else if (request.deadline().hasPassed()) {
            request.deny();
        } else {
            synchronized (lock) {
                requests.addFirst(request);
            }
            settle();
        }
    }

    /**
     * A place that has its turn, and what has been granted by it.
     *
     * @param holds how many grants it has carried
     * @param sinceNanos when the first of them began
     */
    private record Hold(Place place, int holds, long sinceNanos) {
        Hold next() {
            return new Hold(place, holds + 1, sinceNanos);
        }
    }

    /** Passes the right on within this process if that is allowed and somebody waits; leaves the store's queue otherwise. */
    private CompletionStage<Void> giveBack(Hold hold, HandOff handOff, Grant ended, LossReason reason) {
        boolean trusted = reason == LossReason.RELEASED && !ended.mayHaveWritesUnderWay();
        boolean mayHandOff = trusted
                && hold.holds < handOff.maxHolds()
                && coordination.ticker().nanos() - hold.sinceNanos
                        < handOff.maxTime().toNanos();
        LockRequest successor = null;
        synchronized (lock) {
            users--;
            handingOff -= handOff.isAllowed() ? 1 : 0;
            if (mayHandOff) {
                successor = requests.pollFirst();
                users += successor == null ? 0 : 1;
                handingOff += successor == null || !successor.handOff().isAllowed() ? 0 : 1;
            }
        }
        if (successor != null) {
            grant(hold.next(), successor);
            return CompletableFuture.completedFuture(null);
        }
        CompletionStage<Void> left = hold.place.leave();
        if (trusted) {
            handOver(hold.place, left);
        }
        settle();
        return left;
    }

    private void handOver(Place before, CompletionStage<Void> left) {
        Place next;
        synchronized (lock) {
            givenBack = before;
            next = waiting.stream()
                    .filter(place -> isNext(place, before))
                    .findFirst()
                    .orElse(null);
        }
        if (next != null) {
            arrived(next);
        }
        left.thenRun(() -> {
            synchronized (lock) {
                if (givenBack == before) {
                    givenBack = null;
                }
            }
        });
    }

    /** Enters for those who have no place, leaves places that nobody needs, and tells when nobody is left. */
    private void settle() {
        List<Attempt> surplusEntering = new ArrayList<>();
        List<Place> surplus = new ArrayList<>();
        synchronized (lock) {
            requests.removeIf(LockRequest::isSettled);
            // while holds pass on within this process, one place stays, for when that has to end
            int needed = handingOff > 0 ? Math.max(1, requests.size()) : requests.size();
            while (!entering.isEmpty() && starting + entering.size() + waiting.size() > needed) {
                surplusEntering.add(entering.remove(entering.size() - 1));
            }
            while (waiting.size() > needed) {
                surplus.add(waiting.remove(waiting.size() - 1));
            }
        }
        surplusEntering.forEach(attempt -> Contention.withdraw(attempt.place()));
        surplus.forEach(Place::leave);
        enterAsNeeded();
        if (isIdle()) {
            idle.run();
        }
    }
}
