package dev.holdfast.chaos.run;

import dev.holdfast.chaos.fault.Evidence;
import java.util.List;

/**
 * What a step was seen to do.
 *
 * @param targets the pods or partitions that it acted on
 * @param proved whether it was seen to have acted
 */
record StepEffect(List<String> targets, boolean proved, List<Evidence> evidence) {
    StepEffect {
        targets = List.copyOf(targets);
        evidence = List.copyOf(evidence);
    }
}
