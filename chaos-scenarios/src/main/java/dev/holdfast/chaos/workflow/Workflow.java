package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.fault.Fault;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Templates by name, of which one is entered first and names the others. */
public record Workflow(String name, String entry, Map<String, Template> templates) implements Flow {

    public Workflow {
        templates = Map.copyOf(templates);
    }

    public static Workflow of(String name, String entry, List<Template> templates) {
        Map<String, Template> named = new LinkedHashMap<>();
        templates.forEach(template -> named.put(template.name(), template));
        return new Workflow(name, entry, named);
    }

    @Override
    public String kind() {
        return "Workflow";
    }

    @Override
    public String action() {
        return entry;
    }

    @Override
    public List<Fault> faults() {
        return templates.values().stream()
                .flatMap(template -> template.faults().stream())
                .toList();
    }

    @Override
    public Interpreter interpreter(Instant origin, long startNanos) {
        return Interpreter.of(this, origin, startNanos);
    }

    Template template(String template) {
        Template found = templates.get(template);
        if (found == null) {
            throw new IllegalArgumentException(
                    "template: must be one of workflow '" + name + "', given '" + template + "'");
        }
        return found;
    }
}
