package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.document.Nearest;
import dev.holdfast.chaos.fault.Metadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the specification of a Workflow, as Chaos Mesh's webhook takes it. */
public final class WorkflowReader {

    private static final String NAME = "[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?";

    private final EmbeddedFaults faults;

    public WorkflowReader(EmbeddedFaults faults) {
        this.faults = faults;
    }

    /** Throws {@link dev.holdfast.chaos.document.DocumentException} at the first thing wrong. */
    public Workflow read(Metadata metadata, Field spec) {
        Mapping mapping = spec.mapping("entry", "templates");
        Map<String, Template> templates = new LinkedHashMap<>();
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Field item : mapping.required("templates").list()) {
            Template template = template(metadata, item);
            if (templates.put(template.name(), template) != null) {
                throw item.error("two templates are named '" + template.name() + "'");
            }
            fields.put(template.name(), item);
        }
        known(mapping.required("entry"), templates);
        fields.forEach((name, field) -> targets(field, templates));
        fields.forEach((name, field) -> refuseLoop(name, field, templates, new HashSet<>()));
        return new Workflow(metadata.name(), mapping.required("entry").string(), templates);
    }

    private static void targets(Field template, Map<String, Template> templates) {
        Map<String, Field> entries = template.entries();
        if (entries.containsKey("children")) {
            entries.get("children").list().forEach(child -> known(child, templates));
        }
        if (entries.containsKey("conditionalBranches")) {
            entries.get("conditionalBranches")
                    .list()
                    .forEach(branch -> known(required(branch, branch.entries(), "target"), templates));
        }
    }

    private static void known(Field name, Map<String, Template> templates) {
        if (!templates.containsKey(name.string())) {
            throw name.error(
                    "no template is named '" + name.string() + "'" + Nearest.hint(name.string(), templates.keySet()));
        }
    }

    /** Refuses what would start itself without end in no time; a loop through a task is a wish to try again. */
    private static void refuseLoop(String name, Field field, Map<String, Template> templates, Set<String> above) {
        if (!above.add(name)) {
            throw field.error("template '" + name + "' is below itself");
        }
        for (String child : children(templates.get(name))) {
            refuseLoop(child, field, templates, above);
        }
        above.remove(name);
    }

    private static List<String> children(@Nullable Template template) {
        if (template instanceof Template.Serial serial) {
            return serial.children();
        }
        return template instanceof Template.Parallel parallel ? parallel.children() : List.of();
    }

    private Template template(Metadata metadata, Field item) {
        Map<String, Field> entries = item.entries();
        String type = required(item, entries, "templateType").string();
        String name = required(item, entries, "name").string();
        if (!name.matches(NAME)) {
            throw required(item, entries, "name")
                    .error("expected lower case letters, digits, '-' and '.', given '" + name + "'");
        }
        return switch (type) {
            case "Serial" -> new Template.Serial(name, deadline(item, "children"), names(entries));
            case "Parallel" -> new Template.Parallel(name, deadline(item, "children"), names(entries));
            case "Suspend" -> suspend(name, item);
            case "Task" -> TaskReader.read(name, deadline(item, "task", "conditionalBranches"), item);
            case "StatusCheck" -> check(name, item);
            case "Schedule" ->
                new Template.Recurring(
                        name,
                        deadline(item, "schedule"),
                        new ScheduleReader(faults)
                                .withinWorkflow(named(metadata, name), required(item, entries, "schedule")));
            default -> chaos(named(metadata, name), item);
        };
    }

    private static Template suspend(String name, Field item) {
        Duration deadline = deadline(item);
        if (deadline == null) {
            throw item.error("missing field 'deadline': nothing else ends a Suspend");
        }
        return new Template.Suspend(name, deadline);
    }

    private static Template check(String name, Field item) {
        Map<String, Field> entries = item.entries();
        Duration deadline = deadline(item, "statusCheck", "abortWithStatusCheck");
        boolean aborts = entries.containsKey("abortWithStatusCheck")
                && entries.get("abortWithStatusCheck").bool();
        return new Template.Check(
                name, deadline, StatusCheckReader.read(name, required(item, entries, "statusCheck")), aborts);
    }

    private Template chaos(Metadata metadata, Field item) {
        Field type = required(item, item.entries(), "templateType");
        String key = EmbeddedFaults.key(type);
        Duration deadline = deadline(item, key);
        Field spec = required(item, item.entries(), key);
        if (spec.entries().containsKey("duration")) {
            throw spec.entries()
                    .get("duration")
                    .keyError("not within a workflow, where the template's deadline takes its place");
        }
        return new Template.Chaos(metadata.name(), deadline, faults.blueprint(type, metadata, spec));
    }

    private static Metadata named(Metadata metadata, String name) {
        return new Metadata(name, metadata.namespace(), Map.of(), Map.of());
    }

    /** Reads the deadline of a template that has no fields but those of every template and these. */
    private static @Nullable Duration deadline(Field item, String... own) {
        List<String> known = new ArrayList<>(List.of("name", "templateType", "deadline"));
        known.addAll(List.of(own));
        return item.mapping(known.toArray(new String[0]))
                .optional("deadline")
                .filter(field -> !field.isEmptyString())
                .map(Field::positiveDuration)
                .orElse(null);
    }

    private static List<String> names(Map<String, Field> entries) {
        return entries.containsKey("children") ? entries.get("children").list(Field::string) : List.of();
    }

    private static Field required(Field item, Map<String, Field> entries, String name) {
        Field field = entries.get(name);
        if (field == null) {
            throw item.error("missing field '" + name + "'");
        }
        return field;
    }
}
