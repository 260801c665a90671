package dev.holdfast.chaos.fault;

import java.util.List;

/**
 * What is told about faults. Called on the thread that injects or heals: by several threads at once when several faults
 * run, in order for each fault. All times are readings of the monotonic clock.
 */
public interface FaultListener {

    /**
     * A fault is in effect, or is about to be in the case of a kill.
     *
     * @param targets        the names of the pods taken, in order; none when nobody was selected
     * @param requestedNanos when it was to be in effect
     */
    record Started(String name, String kind, String action, List<String> targets, long requestedNanos, long nanos) {
        public Started {
            targets = List.copyOf(targets);
        }
    }

    /** The last inverse operation of a fault was acknowledged. */
    record Ended(String name, long nanos) {}

    /** What a fault was seen to do. A fault that is not proved makes the run worthless. */
    record Effect(String name, boolean proved, List<Evidence> evidence) {
        public Effect {
            evidence = List.copyOf(evidence);
        }
    }

    void started(Started event);

    void ended(Ended event);

    void effect(Effect effect);
}
