package dev.holdfast;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.FencingToken;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Ticker;
import dev.holdfast.spi.WriteCondition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exclusive right, from the moment it was obtained until it is given back or lost.
 *
 * <p>{@link #isHeld()} compares the monotonic clock with the time up to which the store has promised to keep the
 * session: no I/O, and a process that wakes from a pause sees the loss at its first question. Once it has answered
 * {@code false} it never answers {@code true} again. What is already on its way to a third party can only be stopped
 * there, by {@link #token()}: pass it on with each write and let the resource refuse an older one.
 *
 * <p>A grant belongs to no thread: any thread may use and close it.
 */
public final class Grant implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Grant.class);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

    private final Right what;
    private final Activity activity;
    private final long sinceNanos;
    private final FencingToken token;
    private final Place place;
    private final Ticker ticker;
    private final Threads threads;
    private final Giver giver;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable LossReason ended;

    @GuardedBy("lock")
    private List<Consumer<LossReason>> listeners = List.of();

    /** Made when there is a first listener: most grants have none. */
    @GuardedBy("lock")
    private @Nullable SerialDispatcher dispatcher;

    /** Whether a write that this grant guards may still be on its way to the store. */
    private volatile boolean writesUnderWay;

    /** Gives a right back to whoever may have it next. */
    interface Giver {

        /** Called once, after the grant has ended, for a release as for a loss. Completes when the right is free. */
        CompletionStage<Void> giveBack(Grant ended, LossReason reason);
    }

    private Grant(Right what, FencingToken token, Place place, Coordination coordination, Giver giver) {
        this.what = what;
        this.token = token;
        this.place = place;
        this.giver = giver;
        this.ticker = coordination.ticker();
        this.threads = coordination.threads();
        this.activity = coordination.activity();
        this.sinceNanos = ticker.nanos();
    }

    /** Makes the grant of a place whose turn has come, and begins to watch over it. */
    static Grant of(Right what, FencingToken token, Place place, Coordination coordination, Giver giver) {
        Grant grant = new Grant(what, token, place, coordination, giver);
        log.info(
                "granted name={} token={} session={}",
                what,
                token.value(),
                place.session().id());
        grant.activity.granted(what, grant);
        place.gone().thenAccept(grant::lose);
        grant.deadlineNanos().ifPresent(coordination.expiry()::watch);
        return grant;
    }

    /** Returns the token of this grant; later grants of the same name compare greater. */
    public FencingToken token() {
        return token;
    }

    /** Returns whether the right is certainly still held at this moment. No I/O, never blocks. */
    public boolean isHeld() {
        return remainingNanos() > 0;
    }

    /** Returns how long the right is certainly still held if no further heartbeat is answered; zero once it is lost. */
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /**
     * Checks before a step of known length that the right lasts to its end.
     *
     * @throws SessionExpired if it may not
     */
    public void ensureHeldFor(Duration step) {
        Duration left = remaining();
        if (left.compareTo(step) < 0) {
            throw new SessionExpired("a step of " + step.toMillis() + " ms under '" + what + "' (token " + token.value()
                    + ") was not begun: the right is certain for " + left.toMillis() + " ms only");
        }
    }

    /**
     * Has a callback run once when the right ends, with the reason; at once if it has ended. Callbacks of one grant run
     * in the order in which they were given.
     */
    public void onLost(Consumer<LossReason> listener) {
        synchronized (lock) {
            LossReason reason = ended;
            if (dispatcher == null) {
                dispatcher = threads.dispatcher();
                listeners = new ArrayList<>(1);
            }
            if (reason == null) {
                listeners.add(listener);
            } else {
                dispatcher.execute(() -> listener.accept(reason));
            }
        }
    }

    boolean isOf(Coordination coordination) {
        return threads == coordination.threads();
    }

    /** Returns what a write must ask of the store so that it is applied only while this grant's entry is there. */
    WriteCondition guard(WriteCondition and) {
        return new WriteCondition.WhileHeld(
                place.entry(), place.token(), place.session().id(), and);
    }

    /** Notes that the outcome of a guarded write is unknown: nobody may be granted by this process's word alone. */
    void writeMayBeUnderWay() {
        writesUnderWay = true;
    }

    boolean mayHaveWritesUnderWay() {
        return writesUnderWay;
    }

    /** Returns why the right ended; empty while it is held. */
    public Optional<LossReason> ended() {
        synchronized (lock) {
            return Optional.ofNullable(ended);
        }
    }

    /**
     * Gives the right back. Idempotent, never throws, and waits a second at most for the store's answer; after that the
     * entry is removed in the background until that is done or the session is over. Closing a lost grant does nothing
     * more.
     */
    @Override
    public void close() {
        if (!end(LossReason.RELEASED)) {
            return;
        }
        CountDownLatch left = new CountDownLatch(1);
        giver.giveBack(this, LossReason.RELEASED).thenRun(left::countDown);
        try {
            if (!left.await(CLOSE_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                log.warn("release not answered name={} token={}; it is retried in the background", what, token.value());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives the right back without waiting for the store's answer. */
    void release() {
        lose(LossReason.RELEASED);
    }

    private long remainingNanos() {
        synchronized (lock) {
            if (ended != null) {
                return 0;
            }
        }
        long left = place.session().validUntilNanos() - ticker.nanos();
        if (left <= 0) {
            lose(LossReason.EXPIRED);
            return 0;
        }
        return left;
    }

    /** Ends the grant by its own deadline: the entry must go too, or the queue behind it would wait for the store. */
    private void lose(LossReason reason) {
        if (end(reason)) {
            var unused = giver.giveBack(this, reason);
        }
    }

    /** Returns until when the right is certain as things are, on the ticker's scale; empty once it has ended. */
    OptionalLong deadlineNanos() {
        return remainingNanos() > 0 ? OptionalLong.of(place.session().validUntilNanos()) : OptionalLong.empty();
    }

    private boolean end(LossReason reason) {
        synchronized (lock) {
            if (ended != null) {
                return false;
            }
            ended = reason;
            for (Consumer<LossReason> listener : listeners) {
                Objects.requireNonNull(dispatcher, "made with the first listener")
                        .execute(() -> listener.accept(reason));
            }
            listeners = List.of();
        }
        activity.ended(what, this, reason, ticker.nanos() - sinceNanos);
        log.info("grant ended name={} token={} reason={}", what, token.value(), reason);
        return true;
    }

    @Override
    public String toString() {
        return "Grant(" + what + ", token " + token.value() + ", "
                + ended().map(Enum::name).orElse("held") + ')';
    }
}
