package dev.holdfast.chaos.manifest;

import static dev.holdfast.chaos.manifest.Formats.DURATION;
import static dev.holdfast.chaos.manifest.Formats.FLAG;
import static dev.holdfast.chaos.manifest.Formats.NAME;
import static dev.holdfast.chaos.manifest.Formats.POSITIVE;
import static dev.holdfast.chaos.manifest.Formats.STRING;
import static dev.holdfast.chaos.manifest.Formats.STRINGS;
import static dev.holdfast.chaos.manifest.Formats.words;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Nearest;
import dev.holdfast.chaos.manifest.Shape.Listing;
import dev.holdfast.chaos.manifest.Shape.OrNull;
import dev.holdfast.chaos.manifest.Shape.Time;
import dev.holdfast.chaos.manifest.Shape.Whole;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The specifications of Schedule, Workflow and WorkflowNode, in which those of the faults are nested. Sources:
 * schedule_types.go, schedule_webhook.go, workflow_types.go, workflow_webhook.go and workflownode_types.go.
 */
final class FlowShapes {

    /** The faults that can be nested: the kind, and the field that holds its specification. */
    private static final List<Nested> NESTED = List.of(
            new Nested("AWSChaos", "awsChaos", CloudShapes.AWS_CHAOS),
            new Nested("AzureChaos", "azureChaos", CloudShapes.AZURE_CHAOS),
            new Nested("BlockChaos", "blockChaos", PodShapes.BLOCK_CHAOS),
            new Nested("DNSChaos", "dnsChaos", PodShapes.DNS_CHAOS),
            new Nested("GCPChaos", "gcpChaos", CloudShapes.GCP_CHAOS),
            new Nested("HTTPChaos", "httpChaos", HttpShapes.HTTP_CHAOS),
            new Nested("IOChaos", "ioChaos", IoShapes.IO_CHAOS),
            new Nested("JVMChaos", "jvmChaos", PodShapes.JVM_CHAOS),
            new Nested("KernelChaos", "kernelChaos", PodShapes.KERNEL_CHAOS),
            new Nested("NetworkChaos", "networkChaos", NetworkShapes.NETWORK_CHAOS),
            new Nested("PhysicalMachineChaos", "physicalmachineChaos", MachineShapes.PHYSICAL_MACHINE_CHAOS),
            new Nested("PodChaos", "podChaos", PodShapes.POD_CHAOS),
            new Nested("StressChaos", "stressChaos", PodShapes.STRESS_CHAOS),
            new Nested("TimeChaos", "timeChaos", PodShapes.TIME_CHAOS));

    private record Nested(String kind, String field, Struct spec) {}

    private static final Struct FAULTS = faults();
    private static final String[] FAULT_FIELDS =
            NESTED.stream().map(Nested::field).toArray(String[]::new);

    private static final Struct TIMES = Struct.requires("schedule", Formats.CRON)
            .andAllows(words("Forbid", "Allow"), "concurrencyPolicy")
            .andAllows(POSITIVE, "historyLimit");

    private static final Struct FAULT_SCHEDULE = TIMES.with(FAULTS)
            .andRequires("type", words(kinds()))
            .andAllows(new OrNull(new Whole(0, Long.MAX_VALUE)), "startingDeadlineSeconds")
            .where(FlowShapes::requireNested);

    private static final Struct BRANCH = Struct.requires("target", STRING).andAllows(STRING, "expression");

    private static final Struct TEMPLATE = FAULTS.andRequires("name", NAME)
            .andRequires(
                    "templateType", words(kinds("Task", "Serial", "Parallel", "Suspend", "Schedule", "StatusCheck")))
            .andAllows(DURATION, "deadline")
            .andAllows(PodShapes.TASK, "task")
            .andAllows(STRINGS, "children")
            .andAllows(new Listing(BRANCH), "conditionalBranches")
            .andAllows(FAULT_SCHEDULE, "schedule")
            .andAllows(HttpShapes.STATUS_CHECK, "statusCheck")
            .andAllows(FLAG, "abortWithStatusCheck")
            .where(FlowShapes::requireParts);

    static final Struct WORKFLOW = Struct.requires("entry", Formats.GIVEN)
            .andRequires("templates", new Listing(TEMPLATE))
            .where(FlowShapes::requireNames);

    static final Struct SCHEDULE = TIMES.with(FAULTS)
            .andRequires("type", words(kinds("Workflow")))
            .andAllows(new OrNull(POSITIVE), "startingDeadlineSeconds")
            .andAllows(WORKFLOW, "workflow")
            .where(FlowShapes::requireNested, Rules.needs("type", "Workflow", "workflow"));

    static final Struct WORKFLOW_NODE = FAULTS.andRequires("templateName", STRING)
            .andRequires("workflowName", STRING)
            .andRequires("type", STRING)
            .andRequires("startTime", new Time())
            .andAllows(new Time(), "deadline")
            .andAllows(PodShapes.TASK, "task")
            .andAllows(STRINGS, "children")
            .andAllows(new Listing(BRANCH), "conditionalBranches")
            .andAllows(SCHEDULE, "schedule")
            .andAllows(HttpShapes.STATUS_CHECK, "statusCheck")
            .andAllows(FLAG, "abortWithStatusCheck");

    private FlowShapes() {}

    private static Struct faults() {
        Struct faults = Struct.EMPTY;
        for (Nested nested : NESTED) {
            faults = faults.andAllows(nested.spec(), nested.field());
        }
        return faults;
    }

    private static String[] kinds(String... others) {
        List<String> kinds = new ArrayList<>(List.of(others));
        NESTED.forEach(nested -> kinds.add(nested.kind()));
        return kinds.toArray(String[]::new);
    }

    private static void requireNested(Values values) {
        NESTED.forEach(
                nested -> Rules.needs("type", nested.kind(), nested.field()).check(values));
    }

    /** What a template may hold follows from its type. */
    private static void requireParts(Values values) {
        switch (values.text("templateType")) {
            case "Suspend" -> {
                Rules.requireGiven(values, "deadline", "templateType Suspend");
                refuse(values, "task", "children", "conditionalBranches", "schedule");
                refuse(values, FAULT_FIELDS);
            }
            case "Serial", "Parallel" -> {
                refuse(values, "task", "conditionalBranches", "schedule");
                refuse(values, FAULT_FIELDS);
            }
            case "Schedule" -> {
                Rules.requireGiven(values, "schedule", "templateType Schedule");
                refuse(values, "task", "children", "conditionalBranches");
                refuse(values, FAULT_FIELDS);
            }
            case "StatusCheck" -> {
                Rules.requireGiven(values, "statusCheck", "templateType StatusCheck");
                refuse(values, "task", "children", "conditionalBranches", "schedule");
                refuse(values, FAULT_FIELDS);
            }
            case "Task" -> {
                refuse(values, "children", "schedule");
                refuse(values, FAULT_FIELDS);
            }
            default -> requireFault(values);
        }
    }

    private static void requireFault(Values values) {
        refuse(values, "task", "children", "conditionalBranches", "schedule");
        for (Nested nested : NESTED) {
            Rules.needs("templateType", nested.kind(), nested.field()).check(values);
            if (nested.kind().equals(values.text("templateType"))) {
                Field spec = Rules.field(values, nested.field());
                Field duration = spec.entries().get("duration");
                if (duration != null) {
                    throw duration.keyError("a fault in a workflow has no duration; give its template a deadline");
                }
            }
        }
    }

    private static void refuse(Values values, String... names) {
        for (String name : names) {
            values.get(name).filter(value -> !value.isZero()).ifPresent(value -> {
                throw value.keyError("not in a template of type " + values.text("templateType"));
            });
        }
    }

    /** Templates are named once; the entry and the children are among them. */
    private static void requireNames(Values values) {
        Set<String> names = new LinkedHashSet<>();
        List<Map<String, Field>> templates =
                values.get("templates").orElseThrow().list(Field::entries);
        for (Map<String, Field> template : templates) {
            Field name = new Values(values.field(), template).get("name").orElseThrow();
            if (!names.add(name.string())) {
                throw name.error("two templates of this name");
            }
        }
        requireKnown(names, Rules.field(values, "entry"));
        for (Map<String, Field> template : templates) {
            boolean holds =
                    Set.of("Serial", "Parallel").contains(new Values(values.field(), template).text("templateType"));
            Field children = template.get("children");
            if (holds && children != null) {
                children.list().forEach(child -> requireKnown(names, child));
            }
        }
    }

    private static void requireKnown(Set<String> names, Field field) {
        if (!names.contains(field.string())) {
            throw field.error("no template is named '" + field.string() + "'" + Nearest.hint(field.string(), names));
        }
    }
}
