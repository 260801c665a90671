package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Metadata;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the specification of a Schedule. */
public final class ScheduleReader {

    private static final Map<String, Boolean> POLICIES = Map.of("Forbid", false, "Allow", true);

    private final EmbeddedFaults faults;

    public ScheduleReader(EmbeddedFaults faults) {
        this.faults = faults;
    }

    /** Throws {@link dev.holdfast.chaos.document.DocumentException} at the first thing wrong. */
    public Schedule read(Metadata metadata, Field spec) {
        return read(metadata, spec, true);
    }

    /** Reads a schedule that is a template, which cannot start a workflow. */
    Schedule withinWorkflow(Metadata metadata, Field spec) {
        return read(metadata, spec, false);
    }

    private Schedule read(Metadata metadata, Field spec, boolean takesWorkflow) {
        Field type = spec.entries().get("type");
        if (type == null) {
            throw spec.error("missing field 'type'");
        }
        boolean isWorkflow = takesWorkflow && type.string().equals("Workflow");
        String key = isWorkflow ? "workflow" : EmbeddedFaults.key(type);
        Mapping mapping =
                spec.mapping("schedule", "startingDeadlineSeconds", "concurrencyPolicy", "historyLimit", "type", key);
        int limit = mapping.optional("historyLimit")
                .map(field -> field.integer(1, Integer.MAX_VALUE))
                .orElse(0);
        Field embedded = mapping.required(key);
        Schedule.Work work = isWorkflow
                ? new Schedule.Work.OfWorkflow(new WorkflowReader(faults).read(metadata, embedded))
                : new Schedule.Work.OfFault(faults.blueprint(type, metadata, embedded));
        if (limit == 0
                && work instanceof Schedule.Work.OfFault fault
                && isEndless(fault.blueprint().sample())) {
            throw embedded.error(
                    "without a duration and without spec.historyLimit it would be healed as soon as it is made");
        }
        Cron cron = cron(mapping.required("schedule"));
        return new Schedule(
                metadata.name(),
                cron,
                startingDeadline(mapping, cron),
                mapping.optional("concurrencyPolicy")
                        .map(field -> field.oneOf(POLICIES))
                        .orElse(false),
                limit,
                work);
    }

    private static boolean isEndless(Fault fault) {
        return !fault.isOneShot() && fault.duration().isEmpty();
    }

    private static Cron cron(Field field) {
        try {
            return Cron.parse(field.text());
        } catch (IllegalArgumentException e) {
            throw field.error(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Duration startingDeadline(Mapping mapping, Cron cron) {
        return mapping.optional("startingDeadlineSeconds")
                .filter(field -> !field.isNull())
                .map(field -> {
                    Duration late = Duration.ofSeconds(field.integer(1, Integer.MAX_VALUE));
                    if (cron instanceof Cron.Every every && late.compareTo(every.period()) < 0) {
                        throw field.error(
                                "shorter than the period: Chaos Mesh counts @every from the earliest start that"
                                        + " is not too late, and so would never start anything");
                    }
                    return late;
                })
                .orElse(null);
    }
}
