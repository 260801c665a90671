package dev.holdfast.chaos.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that starts again and again.
 *
 * @param cron             when
 * @param startingDeadline how late a start may be before it is missed; null for any time late
 * @param isConcurrent     whether it starts though the one before has not ended
 * @param historyLimit     how many are kept; what is older goes, and is healed if it would last for ever
 * @param work             what starts
 */
public record Schedule(
        String name,
        Cron cron,
        @Nullable Duration startingDeadline,
        boolean isConcurrent,
        int historyLimit,
        Work work) {

    /** What a schedule starts. */
    public sealed interface Work {
        record OfFault(Blueprint blueprint) implements Work {}

        record OfWorkflow(Workflow workflow) implements Work {}
    }
}
