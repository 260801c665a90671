package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a template of type Task. */
final class TaskReader {

    private TaskReader() {}

    static Template.Task read(String name, @Nullable Duration deadline, Field item) {
        Mapping template = item.mapping("name", "templateType", "deadline", "task", "conditionalBranches");
        Mapping task = template.required("task").mapping("container", "volumes");
        task.optional("volumes").ifPresent(field -> {
            throw field.keyError("not supported locally: a step has no volumes");
        });
        List<Template.Branch> branches = template.optional("conditionalBranches")
                .map(list -> list.list(TaskReader::branch))
                .orElse(List.of());
        return new Template.Task(name, deadline, container(task.required("container")), branches);
    }

    private static Template.Branch branch(Field field) {
        Mapping branch = field.mapping("target", "expression");
        Field expression = branch.required("expression");
        try {
            return new Template.Branch(branch.required("target").text(), Expression.parse(expression.text()));
        } catch (IllegalArgumentException e) {
            throw expression.error(String.valueOf(e.getMessage()));
        }
    }

    private static Template.Container container(Field field) {
        // how an image is pulled means nothing to a step that stands for it
        Mapping container = field.mapping("name", "image", "imagePullPolicy", "command", "args", "env");
        container.required("name").text();
        Map<String, String> env = new LinkedHashMap<>();
        container.optional("env").map(Field::list).orElse(List.of()).forEach(item -> {
            Mapping variable = item.mapping("name", "value");
            env.put(
                    variable.required("name").text(),
                    variable.optional("value").map(Field::string).orElse(""));
        });
        return new Template.Container(
                TaskStep.read(container.required("image")),
                container
                        .optional("command")
                        .map(list -> list.list(Field::string))
                        .orElse(List.of()),
                container.optional("args").map(list -> list.list(Field::string)).orElse(List.of()),
                env);
    }
}
