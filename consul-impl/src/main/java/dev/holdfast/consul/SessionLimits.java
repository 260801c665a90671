package dev.holdfast.consul;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What session timeouts Consul takes. The server alone knows its minimum ({@code session_ttl_min}, 10 s by default), and
 * tells it only when it refuses.
 *
 * <p>Source: {@code session_endpoint.go}: "Invalid Session TTL '%s', must be between [%v=%v]".
 */
final class SessionLimits {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final String FAST_HINT = "; mode=fast takes 1 s to 60 s";
    private static final Pattern REFUSAL =
            Pattern.compile("Invalid Session TTL '[^']*', must be between \\[([^=\\]]+)=([^\\]]+)\\]");

    private SessionLimits() {}

    /** Refuses what no server takes, before anything is sent. */
    static void check(Mode mode, Duration session) {
        if (mode.isFast()) {
            return;
        }
        if (session.compareTo(Duration.ofMillis(1)) < 0 || session.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("session must be between the server's session_ttl_min (10 s by default)"
                    + " and 24 h on Consul, was " + session + FAST_HINT);
        }
    }

    static boolean isTtlRefusal(String text) {
        return REFUSAL.matcher(text).find();
    }

    static IllegalArgumentException refusal(Mode mode, Duration session, StoreFault.Refused refused) {
        Matcher range = REFUSAL.matcher(refused.text());
        String allowed = range.find() ? range.group(1) + " to " + range.group(2) : "another range";
        if (mode.isFast()) {
            return new IllegalArgumentException(
                    "mode=fast needs sessions of 10 s, and this Consul server takes " + allowed
                            + " (session_ttl_min); use mode=plain",
                    refused);
        }
        return new IllegalArgumentException(
                "session must be " + allowed + " on this Consul server (session_ttl_min), was " + session.toMillis()
                        + " ms" + FAST_HINT,
                refused);
    }
}
