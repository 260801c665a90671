package dev.holdfast.consul;

import dev.holdfast.consul.StoreFault.NotSent;
import dev.holdfast.consul.StoreFault.Refused;
import dev.holdfast.model.Conflict;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a failed request lets us know: the one table of this backend. What is not in it is {@link Effect#UNKNOWN}.
 *
 * <p>Source: the texts are those of Consul's {@code agent/consul/rpc.go} (forward), {@code state/txn.go},
 * {@code state/kvs.go} and of hashicorp/raft's {@code api.go}, seen on 1.8.7.
 */
final class ErrorTable {

    /** What a failed request did in the store. */
    enum Effect {
        /** Certainly nothing. */
        NONE,
        /** Nothing, because a condition on a key did not hold. */
        CONFLICT,
        /** Nothing, because the session is over. */
        SESSION_OVER,
        /** It may have been applied, or be applied later. */
        UNKNOWN
    }

    /** One line: the status, what the text must contain, and what is then known. */
    private record Line(int status, Pattern text, Effect effect) {
        Line(int status, String text, Effect effect) {
            this(status, Pattern.compile(text), effect);
        }

        boolean matches(int otherStatus, String otherText) {
            return status == otherStatus && text.matcher(otherText).find();
        }
    }

    private static final List<Line> LINES = List.of(
            // a transaction was rolled back
            new Line(409, "invalid session|failed session lookup", Effect.SESSION_OVER),
            new Line(409, "index is stale|current modify index|doesn't exist|key .* exists", Effect.CONFLICT),
            // the caller's right to each key is looked at before anything is proposed: txn_endpoint.go, preCheck
            new Line(409, "Permission denied", Effect.NONE),
            // no member would take it: the log was never touched
            new Line(500, "^(rpc error making call: )*No cluster leader", Effect.NONE),
            new Line(500, "^(rpc error making call: )*node is not the leader", Effect.NONE),
            new Line(500, "^(rpc error making call: )*Not ready to serve consistent reads", Effect.NONE),
            new Line(500, "^rpc error getting client: failed to get conn: dial ", Effect.NONE),
            new Line(500, "[Rr]ate limit reached|rate limit exceeded", Effect.NONE),
            new Line(500, "Permission denied|ACL not found", Effect.NONE),
            // refused at the door
            new Line(400, "", Effect.NONE),
            new Line(403, "", Effect.NONE),
            new Line(413, "", Effect.NONE),
            new Line(429, "", Effect.NONE));

    private static final int TOO_MANY_REQUESTS = 429;

    private ErrorTable() {}

    static Effect effectOf(int status, String text) {
        return LINES.stream()
                .filter(line -> line.matches(status, text))
                .findFirst()
                .map(Line::effect)
                .orElse(Effect.UNKNOWN);
    }

    /** Returns what is known after a write that failed so. */
    static Effect effectOf(StoreFault fault) {
        if (fault instanceof NotSent) {
            return Effect.NONE;
        }
        return fault instanceof Refused refused ? effectOf(refused.status(), refused.text()) : Effect.UNKNOWN;
    }

    /** Returns whether another try would only meet the same refusal. */
    static boolean isFinal(@Nullable StoreFault fault) {
        return fault instanceof Refused refused && refused.status() < TOO_MANY_REQUESTS;
    }

    /** Returns what the caller of a read is told: a read changes nothing, so that it was certainly not applied. */
    static CoordinationException ofRead(String what, @Nullable StoreFault last) {
        return unavailable(what, "no member answered in time", "nothing was read", last);
    }

    private static Unavailable unavailable(String what, String passing, String known, @Nullable StoreFault last) {
        return isFinal(last)
                ? Unavailable.refused(what + ": refused; " + known + detail(last), last)
                : new Unavailable(what + ": " + passing + "; " + known + detail(last), last);
    }

    /** Returns what the caller of a write is told of its effect. */
    static CoordinationException ofWrite(String what, Effect effect, @Nullable StoreFault last) {
        return switch (effect) {
            case NONE -> unavailable(what, "no member took it in time", "certainly not applied", last);
            case SESSION_OVER -> new SessionExpired(what + ": the session is over; not applied" + detail(last), last);
            case CONFLICT -> new Conflict(what + ": its condition did not hold; not applied" + detail(last), last);
            case UNKNOWN ->
                new Indeterminate(
                        what + ": sent and not answered; it may have been applied, or still be" + detail(last), last);
        };
    }

    private static String detail(@Nullable StoreFault last) {
        return last == null ? "" : " (" + last.getMessage() + ')';
    }
}
