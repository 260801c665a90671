package dev.holdfast.bench.result;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is asked of the ratio of ours to another contender: at least so much, or at most.
 *
 * @param against the other contender
 */
record Target(String measurement, String against, Bound bound, double limit) {

    /** On which side of the limit it is met. */
    enum Bound {
        AT_MOST("<="),
        AT_LEAST(">=");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }
    }

    private static final List<Target> ALL = List.of(
            new Target("uncontended", "raw", Bound.AT_MOST, 1.15),
            new Target("uncontended", "curator-mutex", Bound.AT_MOST, 1),
            new Target("uncontended", "jetcd-lock", Bound.AT_MOST, 1),
            new Target("uncontended", "consul-session", Bound.AT_MOST, 1),
            new Target("threads", "curator-mutex", Bound.AT_LEAST, 1.6),
            new Target("threads", "jetcd-lock", Bound.AT_LEAST, 1.6),
            new Target("threads", "consul-session", Bound.AT_LEAST, 1.6),
            new Target("crowd", "curator-mutex", Bound.AT_LEAST, 1.5),
            new Target("crowd", "jetcd-lock", Bound.AT_LEAST, 1.5),
            new Target("crowd", "consul-session", Bound.AT_LEAST, 10),
            new Target("crowd hand-overs", "consul-session", Bound.AT_LEAST, 10),
            new Target("watch", "raw", Bound.AT_MOST, 1.1),
            new Target("watch", "jetcd-watch", Bound.AT_MOST, 1.1),
            new Target("stream", "raw", Bound.AT_LEAST, 0.95),
            new Target("stream", "jetcd-watch", Bound.AT_LEAST, 0.95));

    static Optional<Target> of(String measurement, String contender) {
        return ALL.stream()
                .filter(target -> target.measurement.equals(measurement) && target.against.equals(contender))
                .findFirst();
    }

    boolean isMet(double ratio) {
        return bound == Bound.AT_MOST ? ratio <= limit : ratio >= limit;
    }

    String inWords(double ratio) {
        return String.format(Locale.ROOT, "%s %.2f: %s", bound.sign, limit, isMet(ratio) ? "met" : "MISSED");
    }
}
