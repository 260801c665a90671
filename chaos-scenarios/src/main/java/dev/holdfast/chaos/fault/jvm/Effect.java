package dev.holdfast.chaos.fault.jvm;

import dev.holdfast.chaos.fault.Evidence;
import java.util.List;

/** How one action is done to a JVM, undone, and measured. Used for several JVMs at a time, by one thread for each. */
interface Effect {

    /**
     * What was measured on one JVM.
     *
     * @param left what is left of the fault; empty when nothing is
     */
    record Seen(boolean proved, String left, List<Evidence> evidence) {
        public Seen {
            evidence = List.copyOf(evidence);
        }
    }

    void begin(TargetJvm target);

    Seen end(TargetJvm target);
}
