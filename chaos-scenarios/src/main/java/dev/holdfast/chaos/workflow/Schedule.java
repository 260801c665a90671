package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
        String name, Cron cron, @Nullable Duration startingDeadline, boolean isConcurrent, int historyLimit, Work work)
        implements Flow {

    @Override
    public String kind() {
        return "Schedule";
    }

    @Override
    public String action() {
        if (work instanceof Work.OfFault fault) {
            Fault sample = fault.blueprint().sample();
            return sample.kind() + " " + sample.action();
        }
        return "Workflow";
    }

    @Override
    public List<Fault> faults() {
        return work instanceof Work.OfWorkflow flow
                ? flow.workflow().faults()
                : List.of(((Work.OfFault) work).blueprint().sample());
    }

    @Override
    public Interpreter interpreter(Instant origin, long startNanos) {
        return Interpreter.of(this, origin, startNanos);
    }

    /** What a schedule starts. */
    public sealed interface Work {
        record OfFault(Blueprint blueprint) implements Work {}

        record OfWorkflow(Workflow workflow) implements Work {}
    }
}
