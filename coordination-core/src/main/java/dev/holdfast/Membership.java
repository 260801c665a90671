package dev.holdfast;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.FencingToken;
import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member's being in a group, until it is closed. When its session ends it is no member; it then joins again by itself,
 * behind the others, as soon as there is a new session.
 */
public final class Membership implements AutoCloseable {

    /** The longest payload, in bytes of UTF-8. */
    public static final int PAYLOAD_BYTES_MAX = 1_000;

    private static final Logger log = LoggerFactory.getLogger(Membership.class);
    private static final Pattern LABEL = Pattern.compile("([0-9a-f]{16}) (.*)", Pattern.DOTALL);

    private final Coordination coordination;
    private final Queue queue;
    private final String id = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    private final SerialDispatcher dispatcher;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private String payload;

    /** The latest presence, which may have ended; null before the first. */
    @GuardedBy("lock")
    private @Nullable Grant presence;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private final List<Consumer<LossReason>> lossListeners = new ArrayList<>(1);

    @GuardedBy("lock")
    private final List<Consumer<FencingToken>> joinListeners = new ArrayList<>(1);

    private Membership(Coordination coordination, Queue queue, String payload) {
        this.coordination = coordination;
        this.queue = queue;
        this.payload = payload;
        this.dispatcher = coordination.threads().dispatcher();
    }

    static Membership join(Coordination coordination, Queue queue, String payload, Deadline deadline)
            throws InterruptedException {
        Membership membership = new Membership(coordination, queue, checked(payload));
        membership.adopt(queue.entered(membership.label(payload), deadline), payload);
        return membership;
    }

    private static String checked(String payload) {
        int bytes = payload.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "payload must be at most " + PAYLOAD_BYTES_MAX + " bytes in UTF-8, was " + bytes);
        }
        return payload;
    }

    /** Returns whether this is certainly a member at this moment. No I/O, never blocks. */
    public boolean isMember() {
        return token().isPresent();
    }

    /** Returns the token of the membership; empty while this is not certainly a member. No I/O. */
    public Optional<FencingToken> token() {
        return current().filter(Grant::isHeld).map(Grant::token);
    }

    /**
     * Has a callback run each time the membership is lost, with the reason, and once when it is closed. Callbacks of one
     * membership run in order, one at a time.
     */
    public void onLost(Consumer<LossReason> listener) {
        synchronized (lock) {
            lossListeners.add(listener);
        }
    }

    /** Has a callback run each time this has become a member anew, with the new token; not for the first time. */
    public void onJoined(Consumer<FencingToken> listener) {
        synchronized (lock) {
            joinListeners.add(listener);
        }
    }

    /**
     * Changes the payload: one write, and a removal in the background. The member moves behind the others; nobody sees it
     * twice, or missing.
     *
     * @throws CoordinationException if it is not certain that it was changed; see its kinds. The next time that this joins
     *     it joins with the new payload in any case
     */
    public void change(String newPayload, Duration within) throws InterruptedException {
        synchronized (lock) {
            payload = checked(newPayload);
        }
        adopt(queue.entered(label(newPayload), Deadline.after(coordination.ticker(), within)), newPayload);
    }

    /**
     * Leaves the group, and joins no more. Idempotent, never throws, and waits a second at most for the store's answer;
     * after that the entry is removed in the background until that is done or the session is over.
     */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        current().ifPresent(Grant::close);
    }

    private Optional<Grant> current() {
        synchronized (lock) {
            return Optional.ofNullable(presence);
        }
    }

    // joining

    /**
     * Takes a new place in, and leaves the one before, which others see no more once the new one is there. A place that
     * shows a payload which was changed meanwhile is left.
     */
    private void adopt(Place place, String shown) {
        Grant next = queue.grant(place);
        Grant before;
        boolean outdated;
        boolean superseded;
        synchronized (lock) {
            before = presence;
            outdated = !shown.equals(payload);
            superseded = closed || outdated || (before != null && before.token().isNewerThan(next.token()));
            if (!superseded) {
                presence = next;
            }
        }
        if (superseded) {
            next.release();
        } else {
            next.onLost(reason -> lost(next, reason));
        }
        if (before != null && !superseded) {
            before.release();
            tellJoined(next.token());
        } else if (before != null && outdated && !before.isHeld()) {
            joinAgain(before);
        }
    }

    private void tellJoined(FencingToken token) {
        synchronized (lock) {
            joinListeners.forEach(listener -> dispatcher.execute(() -> listener.accept(token)));
        }
    }

    private void lost(Grant ended, LossReason reason) {
        boolean again;
        synchronized (lock) {
            if (presence != ended) {
                return;
            }
            again = !closed;
            lossListeners.forEach(listener -> dispatcher.execute(() -> listener.accept(reason)));
        }
        if (again) {
            joinAgain(ended);
        }
    }

    /** Joins in the background, unless a change of the payload has done so meanwhile. */
    private void joinAgain(Grant ended) {
        String shown;
        synchronized (lock) {
            if (closed || presence != ended || coordination.isClosed()) {
                return;
            }
            shown = payload;
        }
        Deadline answer = Deadline.after(coordination.ticker(), queue.answerWait());
        try {
            var unused = queue.enter(label(shown), answer).whenComplete((place, failure) -> {
                if (failure == null) {
                    coordination.threads().callbackPool().execute(() -> adopt(place, shown));
                } else {
                    tryLater(ended, queue.failure(failure));
                }
            });
        } catch (IllegalStateException e) {
            log.debug("not joining {} again: {}", queue, e.getMessage());
        }
    }

    private void tryLater(Grant ended, RuntimeException known) {
        log.debug("joining {} again after: {}", queue, known.getMessage());
        long next = Deadline.after(coordination.ticker(), Queue.RETRY_PAUSE).atNanos();
        var unused = coordination.threads().at(next, () -> joinAgain(ended));
    }

    // what stands in the queue

    private String label(String said) {
        return id + ' ' + said;
    }

    /** Returns which membership a label belongs to; empty if it is none of a membership. */
    static Optional<String> id(String label) {
        Matcher shape = LABEL.matcher(label);
        return shape.matches() ? Optional.of(shape.group(1)) : Optional.empty();
    }

    static String payload(String label) {
        return label.substring(label.indexOf(' ') + 1);
    }

    @Override
    public String toString() {
        return "Membership(" + queue + ", " + id + ')';
    }
}
