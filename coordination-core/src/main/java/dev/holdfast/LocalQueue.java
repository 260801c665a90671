package dev.holdfast;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.OwnPlaces.Attempt;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one process for one right. They wait here, in the order in which they came; {@linkplain OwnPlaces a few
 * places} of this process stand in the store's queue for them, and whichever gets its turn serves the oldest request.
 *
 * <p>A place that stands directly behind one that was just given back here has its turn at once: nobody can come between
 * the two, and the one before has ended its grant. That holds for a seat among several, and for one of the readers or
 * writers of a lock, as well. So threads of one process pass a lock on without waiting for the
 * store, each with its own token, as long as no other process has entered between them.
 */
final class LocalQueue {

    private static final Logger log = LoggerFactory.getLogger(LocalQueue.class);

    /**
     * For how long a request that comes while others of this process stand in the store's queue may wait for more, to
     * enter with them. It is that long only where those others wait for as long; if they get their turns earlier, all
     * that have come by then enter.
     */
    private static final Duration GATHER_MAX = Duration.ofSeconds(1);

    private final Coordination coordination;
    private final Queue queue;
    private final Runnable idle;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Requests requests = new Requests();

    @GuardedBy("lock")
    private final OwnPlaces places;

    /** Takes back the alarm at the end of the time for which requests gather; null while none do. */
    @GuardedBy("lock")
    private @Nullable Runnable gathering;

    @GuardedBy("lock")
    private @Nullable RuntimeException lastFailure;

    @GuardedBy("lock")
    private boolean pausing;

    /** @param idle runs when nobody uses this any more */
    LocalQueue(Coordination coordination, Queue queue, Runnable idle) {
        this.coordination = coordination;
        this.queue = queue;
        this.places = new OwnPlaces(queue.sharing());
        this.idle = idle;
    }

    /** Keeps this from becoming idle until the request that is about to be made. */
    void reserve() {
        synchronized (lock) {
            requests.reserve();
        }
    }

    boolean isIdle() {
        synchronized (lock) {
            return requests.isNone() && places.isEmpty();
        }
    }

    /** Returns whether the right may be free for one who has reserved a use: nobody of this process is in the way. */
    boolean mayBeFree() {
        synchronized (lock) {
            return requests.users() <= queue.sharing().holdersMax() && !requests.isAnyWaiting();
        }
    }

    /** @throws IllegalArgumentException if the queue of another caller shares its right by another rule */
    void check(Queue other) {
        if (!other.sharing().equals(queue.sharing())) {
            throw new IllegalArgumentException(
                    other + " is in use here with " + queue.sharing() + ", was asked for with " + other.sharing());
        }
    }

    /** Takes in a request for which a use has been reserved. */
    void add(LockRequest request) {
        synchronized (lock) {
            requests.add(request);
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
            requests.cancelReservation();
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
            boolean unheard = !places.isAnyWaiting() && !requests.isAnyUser();
            boolean answerDue = unheard && requests.isOnly(request) && places.isAnswerDueBy(request.deadline());
            if (answerDue || !requests.remove(request)) {
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

    /** Fails whatever waits: the connection is closed. */
    void close() {
        List<LockRequest> left;
        synchronized (lock) {
            pausing = false;
            left = requests.takeAll();
        }
        left.forEach(request -> request.fail(closed()));
        settle();
    }

    private IllegalStateException closed() {
        return new IllegalStateException("acquire " + queue + ": the connection is closed");
    }

    // entering

    private void enterAsNeeded() {
        int missing;
        Deadline answer;
        synchronized (lock) {
            int wanted = requests.wanted();
            if (pausing || !places.areMissing(wanted)) {
                return;
            }
            missing = places.start(wanted);
            if (missing == 0) {
                gather();
                return;
            }
            stopGathering();
            answer = requests.latestDeadline().orAfter(queue.answerWait());
        }
        for (int i = 0; i < missing; i++) {
            enter(answer);
        }
    }

    @GuardedBy("lock")
    private void gather() {
        if (gathering == null) {
            gathering = after(GATHER_MAX, this::gathered);
        }
    }

    @GuardedBy("lock")
    private void stopGathering() {
        if (gathering != null) {
            gathering.run();
            gathering = null;
        }
    }

    private void gathered() {
        synchronized (lock) {
            gathering = null;
            places.startAll();
        }
        enterAsNeeded();
    }

    private Runnable after(Duration time, Runnable task) {
        return coordination
                .threads()
                .at(Deadline.after(coordination.ticker(), time).atNanos(), task);
    }

    private void enter(Deadline answer) {
        CompletableFuture<Place> attempt;
        try {
            attempt = queue.enter(answer);
        } catch (IllegalStateException | IllegalArgumentException e) {
            attempt = CompletableFuture.failedFuture(e);
        }
        Attempt one = new Attempt(attempt, answer);
        synchronized (lock) {
            places.started(one);
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
        List<LockRequest> overdue;
        synchronized (lock) {
            next = places.entered(one, place);
            lastFailure = null;
            overdue = requests.overdue();
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
        overdue.forEach(this::expire);
        settle();
    }

    private void notEntered(Attempt one, Throwable thrown) {
        synchronized (lock) {
            places.notEntered(one);
        }
        if (!(thrown instanceof CancellationException)) {
            failed(queue.failure(thrown));
        }
        settle();
    }

    private void lost(Place place, Throwable thrown) {
        boolean waited;
        synchronized (lock) {
            waited = places.remove(place);
        }
        if (waited) {
            failed(queue.failure(thrown));
        }
        settle();
    }

    /** Tries again after a pause where that can help, and tells those who have no time left. */
    private void failed(RuntimeException known) {
        boolean passing = !coordination.isClosed() && Queue.isPassing(known);
        List<LockRequest> told;
        boolean pause;
        synchronized (lock) {
            lastFailure = known;
            told = passing ? requests.takeOverdue() : requests.takeAll();
            pause = passing && !pausing && requests.isAnyWaiting();
            pausing |= pause;
        }
        told.forEach(request -> request.fail(coordination.isClosed() ? closed() : known));
        if (pause) {
            log.debug("entering {} again after: {}", queue, known.getMessage());
            var unused = after(Queue.RETRY_PAUSE, this::resume);
        }
    }

    private void resume() {
        synchronized (lock) {
            pausing = false;
        }
        settle();
    }

    // granting

    private void arrived(Place place) {
        LockRequest request;
        synchronized (lock) {
            if (!places.remove(place)) {
                return;
            }
            request = requests.serve();
        }
        if (request == null) {
            place.leave();
        } else {
            grant(Hold.first(place, coordination.ticker().nanos()), request);
        }
        settle();
    }

    private void grant(Hold hold, LockRequest request) {
        Grant grant = Grant.of(
                queue.right(),
                queue.token(hold.place().token()),
                hold.place(),
                coordination,
                (ended, reason) -> giveBack(hold, request.handOff(), ended, reason));
        if (grant.isHeld()) {
            request.grant(grant);
        } else if (request.deadline().hasPassed()) {
            request.deny();
        } else {
            synchronized (lock) {
                requests.putBack(request);
            }
            settle();
        }
    }

    /** Passes the right on within this process if that is allowed and somebody waits; leaves the store's queue otherwise. */
    private CompletionStage<Void> giveBack(Hold hold, HandOff handOff, Grant ended, LossReason reason) {
        boolean trusted = reason == LossReason.RELEASED && !ended.mayHaveWritesUnderWay();
        boolean goesOn = trusted && hold.mayGoOn(handOff, coordination.ticker().nanos());
        LockRequest successor;
        synchronized (lock) {
            requests.served(handOff);
            successor = goesOn ? requests.serve() : null;
        }
        if (successor != null) {
            grant(hold.next(), successor);
            return CompletableFuture.completedFuture(null);
        }
        CompletionStage<Void> left = hold.place().leave();
        if (trusted) {
            handOver(hold.place(), left);
        }
        settle();
        return left;
    }

    private void handOver(Place before, CompletionStage<Void> left) {
        Optional<Place> next;
        synchronized (lock) {
            next = places.givenBack(before);
        }
        next.ifPresent(this::arrived);
        left.thenRun(() -> {
            synchronized (lock) {
                places.gone(before);
            }
        });
    }

    /** Enters for those who have no place, leaves places that nobody needs, and tells when nobody is left. */
    private void settle() {
        OwnPlaces.Surplus surplus;
        synchronized (lock) {
            surplus = places.shrink(requests.needed());
        }
        surplus.withdraw();
        enterAsNeeded();
        if (isIdle()) {
            idle.run();
        }
    }
}
