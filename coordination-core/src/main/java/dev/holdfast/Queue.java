package dev.holdfast;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.FencingToken;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Contention.Contender;
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
    private final int seats;

    /** @param seats how many at the front hold the right at the same time */
    Queue(Coordination coordination, String kind, String name, int seats) {
        this.coordination = coordination;
        this.kind = kind;
        this.name = name;
        this.seats = seats;
    }

    /** Waits until the deadline for the right; empty if others had it all the time. */
    Optional<Grant> await(String label, Deadline deadline) throws InterruptedException {
        long since = coordination.ticker().nanos();
        coordination.activity().asked();
        boolean granted = false;
        try {
            Optional<Grant> grant = awaitPatiently(label, deadline);
            granted = grant.isPresent();
            return grant;
        } finally {
            coordination
                    .activity()
                    .answered(right(), granted, coordination.ticker().nanos() - since);
        }
    }

    private Optional<Grant> awaitPatiently(String label, Deadline deadline) throws InterruptedException {
        CoordinationException last = null;
        do {
            try {
                Optional<Grant> grant = awaitTurn(entered(label, deadline.orAfter(answerWait())), deadline);
                if (grant.isPresent() || deadline.hasPassed()) {
                    return grant;
                }
                coordination.pause(deadline.orAfter(RETRY_PAUSE));
            } catch (SessionExpired | Indeterminate | Unavailable e) {
                // a new session is being made, or a member could not be reached: there may be time for another try
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

    /** Takes the right if it is free, without waiting behind anybody. */
    Optional<Grant> awaitIfFree(String label, Deadline answer) throws InterruptedException {
        Place place = entered(label, answer);
        boolean free = false;
        try {
            free = place.turn().toCompletableFuture().isDone() || isAtFront(place, answer);
        } finally {
            if (!free) {
                place.leave();
            }
        }
        return free ? awaitTurn(place, answer) : Optional.empty();
    }

    /** Asks the store: a place whose first look was lost does not know yet that nobody is before it. */
    private boolean isAtFront(Place place, Deadline answer) throws InterruptedException {
        return contenders(answer).stream().limit(seats).anyMatch(contender -> contender.token() == place.token());
    }

    /** Enters, and leaves no entry behind when interrupted. */
    private Place entered(String label, Deadline answer) throws InterruptedException {
        CompletableFuture<Place> entering = enter(label, answer);
        try {
            return entering.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Contention.withdraw(entering);
            throw e;
        }
    }

    CompletableFuture<Place> enter(String label, Deadline answer) {
        return contention().enter(path(), label, seats, answer);
    }

    boolean isFree(Deadline answer) throws InterruptedException {
        return contenders(answer).size() < seats;
    }

    List<Contender> contenders(Deadline answer) throws InterruptedException {
        return contention().contenders(path(), answer);
    }

    Contention.Observation observe(int depth, Consumer<List<Contender>> listener) {
        return contention().observe(path(), depth, listener);
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
            Grant grant = Grant.of(right(), token(place.token()), place, coordination, (ended, why) -> place.leave());
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

    Right right() {
        return new Right(kind, name, coordination.scope());
    }

    String path() {
        return kind + '/' + name;
    }

    @Override
    public String toString() {
        return right().toString();
    }
}
