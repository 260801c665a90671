package dev.holdfast.chaos.scenario;

import java.time.Duration;
import java.util.Map;

/** Something that happens during the faults and that no Chaos Mesh kind stands for. */
public sealed interface Step {

    /** Returns when it begins, from the start of the faults. */
    Duration at();

    /** Returns the name of its kind, as scenario files have it in words. */
    String word();

    /**
     * One pod after the other is ended and comes back.
     *
     * @param component   value of the label {@code app.kubernetes.io/component}
     * @param gracePeriod given to each pod between SIGTERM and SIGKILL
     */
    record RollingRestart(Duration at, String component, Duration gracePeriod) implements Step {
        @Override
        public String word() {
            return "rolling-restart";
        }
    }

    /** Records that their consumer cannot process are produced. */
    record PoisonPill(Duration at, Poison poison, int count) implements Step {
        @Override
        public String word() {
            return "poison-pill";
        }
    }

    /** Why a record cannot be processed. */
    enum Poison {
        /** Its bytes are no record of the expected form. */
        UNDECODABLE,
        /** It is well-formed and its processing fails each time. */
        FAILING;

        static final Map<String, Poison> WORDS = Map.of("undecodable", UNDECODABLE, "failing", FAILING);
    }
}
