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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits in a queue until the turn has come: what lock and election have in common. */
final class Queue {

    private static final Logger log = LoggerFactory.getLogger(Queue.class);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(50);

    private final Coordination coordination;
    private final String kind;
    private final String name;

    Queue(Coordination coordination, String kind, String name) {
        this.coordination = coordination;
        this.kind = kind;
        this.name = name;
    }

    /** Waits until the deadline for the right; empty if others had it all the time. */
    Optional<Grant> await(String label, Deadline deadline) throws InterruptedException {
        CoordinationException last = null;
        do {
            try {
                Place place = contention().enter(path(), label, deadline.orAfter(answerWait()));
                Optional<Grant> grant = awaitTurn(place, deadline);
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

    /** Takes the right if the queue is empty, without waiting behind anybody. */
    Optional<Grant> awaitIfHead(String label, Deadline answer) throws InterruptedException {
        Place place = contention().enter(path(), label, answer);
        if (place.turn().toCompletableFuture().isDone()) {
            return awaitTurn(place, answer);
        }
        place.leave();
        return Optional.empty();
    }

    boolean isEmpty(Deadline answer) throws InterruptedException {
        return contention().contenders(path(), answer).isEmpty();
    }

    List<Contender> contenders(Deadline answer) throws InterruptedException {
        return contention().contenders(path(), answer);
    }

    Contention.Observation observe(Consumer<List<Contender>> listener) {
        return contention().observe(path(), listener);
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
            Grant grant = Grant.of(toString(), token(place.token()), place, coordination);
            granted = grant.isHeld();
            return granted ? Optional.of(grant) : Optional.empty();
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CoordinationException known) {
                throw known;
            }
            throw new IllegalStateException("turn of " + this + " ended with an unknown error", e.getCause());
        } finally {
            if (!granted) {
                place.leave();
            }
        }
    }

    /** An answer that takes longer than the session lasts is of no use: a lost one must not stop a patient waiter. */
    private Duration answerWait() {
        return coordination.capabilities().session();
    }

    private Contention contention() {
        return coordination.backend().contention();
    }

    private String path() {
        return kind + '/' + name;
    }

    @Override
    public String toString() {
        return kind + " '" + name + "' in " + coordination.scope();
    }
}
