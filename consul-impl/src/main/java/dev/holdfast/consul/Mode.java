package dev.holdfast.consul;

import dev.holdfast.spi.ConnectSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How a dead holder is noticed, and whether others than we take part.
 *
 * @param isFast whether the session hangs on a check of the agent's instead of its own TTL alone
 * @param isInterop whether exclusive rights exclude the holders of {@code consul lock} too
 */
record Mode(boolean isFast, boolean isInterop) {

    static final Set<String> OPTIONS = Set.of("mode", "interop");

    /** The longest lock-delay that a server takes. Source: {@code structs.MaxLockDelay}. */
    private static final Duration FAST_MAX = Duration.ofSeconds(60);

    private static final Duration FAST_MIN = Duration.ofSeconds(1);

    static Mode of(ConnectSpec spec) {
        boolean fast = "fast".equals(one(spec, "mode", List.of("plain", "fast")));
        boolean interop = "consul-lock".equals(one(spec, "interop", List.of("none", "consul-lock")));
        if (fast && (spec.session().compareTo(FAST_MIN) < 0 || spec.session().compareTo(FAST_MAX) > 0)) {
            throw new IllegalArgumentException(
                    "session must be between 1 s and 60 s on Consul with mode=fast, was " + spec.session());
        }
        return new Mode(fast, interop);
    }

    /** The first of the choices is the default. */
    private static String one(ConnectSpec spec, String option, List<String> choices) {
        String chosen = spec.options().getOrDefault(option, choices.get(0));
        if (!choices.contains(chosen)) {
            throw new IllegalArgumentException(
                    option + " must be one of " + String.join(", ", choices) + " on Consul, was '" + chosen + "'");
        }
        return chosen;
    }
}
