package dev.holdfast;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.FencingToken;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Contention.Contender;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One queue of the store under the name of a recipe, and how to wait in it with a place of one's own. */
final class Queue {

    private static final Logger log = LoggerFactory.getLogger(Queue.class);
    static final Duration RETRY_PAUSE = Duration.ofMillis(50);

    private final Coordination coordination;
    private final String kind;
    private final String name;
    private final Sharing sharing;

    Queue(Coordination coordination, String kind, String name, Sharing sharing) {
        this.coordination = coordination;
        this.kind = kind;
        this.name = name;
        this.sharing = sharing;
    }

    /**
     * Waits until the deadline for the right; empty if others had it all the time.
     *
     * @param waiting is told each place that is taken
     */
    Optional<Grant> await(String label, Deadline deadline, Consumer<Place> waiting) throws InterruptedException {
        long since = coordination.ticker().nanos();
        coordination.activity().asked();
        boolean granted = false;
        try {
            Optional<Grant> grant = awaitPatiently(label, deadline, waiting);
            granted = grant.isPresent();
            return grant;
        } finally {
            coordination
                    .activity()
                    .answered(right(), granted, coordination.ticker().nanos() - since);
        }
    }

    private Optional<Grant> awaitPatiently(String label, Deadline deadline, Consumer<Place> waiting)
            throws InterruptedException {
        CoordinationException last = null;
        do {
            try {
                Place place = entered(label, deadline);
                waiting.accept(place);
                Optional<Grant> grant = awaitTurn(place, deadline);
                if (grant.isPresent() || deadline.hasPassed()) {
                    return grant;
                }
                coordination.pause(deadline.orAfter(RETRY_PAUSE));
            } catch (SessionExpired | Indeterminate | Unavailable e) {
                if (!isPassing(e)) {
                    throw e;
                }
                last = e;
                log.debug("entering {} again after: {}", this, e.getMessage());
                coordination.pause(deadline.orAfter(RETRY_PAUSE));
            }
        } while (!deadline.hasPassed());
        if (last != null) {
            throw last;
        }
        return Optional.empty();
    }

    /** Takes the right if it is free, without waiting behind anybody who excludes it. */
    Optional<Grant> awaitIfFree(Deadline answer) throws InterruptedException {
        Place place = entered(contention().enter(path(), sharing.label(), sharing.seats(), answer));
        boolean free = false;
        try {
            free = place.turn().toCompletableFuture().isDone() || isFreeFor(place, answer);
        } finally {
            if (!free) {
                place.leave();
            }
        }
        return free ? Optional.of(grant(place)).filter(Grant::isHeld) : Optional.empty();
    }

    /** Asks the store: a place whose first look was lost does not know yet that nobody who excludes it is before it. */
    private boolean isFreeFor(Place place, Deadline answer) throws InterruptedException {
        List<Contender> all = contenders(answer);
        return all.stream().anyMatch(one -> one.token() == place.token()) && sharing.admits(before(place.token(), all));
    }

    private static List<Contender> before(long token, List<Contender> all) {
        return all.stream().filter(one -> one.token() < token).toList();
    }

    /** Enters, as often as it takes until the deadline, and leaves no entry behind when it fails. */
    Place entered(String label, Deadline deadline) throws InterruptedException {
        while (true) {
            try {
                return entered(enter(label, deadline.orAfter(answerWait())));
            } catch (SessionExpired | Indeterminate | Unavailable e) {
                if (!isPassing(e) || deadline.hasPassed()) {
                    throw e;
                }
                log.debug("entering {} again after: {}", this, e.getMessage());
                coordination.pause(deadline.orAfter(RETRY_PAUSE));
            }
        }
    }

    private Place entered(CompletableFuture<Place> entering) throws InterruptedException {
        try {
            return entering.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Contention.withdraw(entering);
            throw e;
        }
    }

    /** Enters under the label of those who share as this queue says. */
    CompletableFuture<Place> enter(Deadline answer) {
        return enter(sharing.label(), answer);
    }

    CompletableFuture<Place> enter(String label, Deadline answer) {
        CompletableFuture<Place> entering = contention().enter(path(), label, sharing.seats(), answer);
        return sharing.isTold()
                ? Contention.decorated(entering, place -> ToldPlace.of(place, this, coordination.threads()))
                : entering;
    }

    /** Returns whether another try may end better: a session is being made, or a member could not be reached. */
    static boolean isPassing(RuntimeException known) {
        return known instanceof SessionExpired
                || known instanceof Indeterminate
                || (known instanceof Unavailable unavailable && !unavailable.isRefused());
    }

    boolean isFree(Deadline answer) throws InterruptedException {
        return sharing.admits(contenders(answer));
    }

    Sharing sharing() {
        return sharing;
    }

    List<Contender> contenders(Deadline answer) throws InterruptedException {
        return contention().contenders(path(), answer);
    }

    /** Tells the front on threads of the backend. */
    Observation observe(int depth, Consumer<List<Contender>> listener) {
        return contention().observe(path(), depth, listener);
    }

    /** Tells the front on callback threads, and nothing more once it is closed. */
    Observation tell(int depth, Consumer<List<Contender>> listener) {
        SerialDispatcher dispatcher = coordination.threads().dispatcher();
        AtomicBoolean open = new AtomicBoolean(true);
        Observation observation = observe(
                depth,
                front -> dispatcher.execute(() -> {
                    if (open.get()) {
                        listener.accept(front);
                    }
                }));
        return () -> {
            open.set(false);
            observation.close();
        };
    }

    /** Returns the grant of a place that has its turn, or needs none. */
    Grant grant(Place place) {
        return Grant.of(right(), token(place.token()), place, coordination, (ended, why) -> place.leave());
    }

    FencingToken token(long value) {
        return new FencingToken(coordination.scope() + '/' + path(), value);
    }

    /** Returns empty when the deadline has passed, or when the session ran out at the very moment of the turn. */
    private Optional<Grant> awaitTurn(Place place, Deadline deadline) throws InterruptedException {
        boolean granted = false;
        try {
            CompletableFuture<Void> turn = place.turn().toCompletableFuture().copy();
            turn.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            Grant grant = grant(place);
            granted = grant.isHeld();
            return granted ? Optional.of(grant) : Optional.empty();
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            if (!granted) {
                place.leave();
            }
        }
    }

    /** Returns the error that an answer of the backend ended with. */
    RuntimeException failure(Throwable thrown) {
        boolean wraps = thrown instanceof ExecutionException || thrown instanceof CompletionException;
        Throwable cause = wraps && thrown.getCause() != null ? thrown.getCause() : thrown;
        return cause instanceof CoordinationException
                        || cause instanceof IllegalStateException
                        || cause instanceof IllegalArgumentException
                ? (RuntimeException) cause
                : new IllegalStateException("waiting in " + this + " ended with an unknown error", cause);
    }

    /** An answer that takes longer than the session lasts is of no use: a lost one must not stop a patient waiter. */
    Duration answerWait() {
        return coordination.capabilities().session();
    }

    private Contention contention() {
        return coordination.backend().contention();
    }

    String name() {
        return name;
    }

    Right right() {
        return new Right(kind, name, coordination.scope());
    }

    String path() {
        return kind + '/' + name;
    }

    /** Returns what requests of this process are kept under: readers and writers of a lock wait apart. */
    String requests() {
        return path() + sharing.side();
    }

    @Override
    public String toString() {
        return right().toString();
    }
}
