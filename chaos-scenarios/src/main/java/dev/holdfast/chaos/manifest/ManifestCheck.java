package dev.holdfast.chaos.manifest;

import dev.holdfast.chaos.document.DocumentException;
import dev.holdfast.chaos.document.Field;
import java.util.Optional;

/** Checks any document of chaos-mesh.org/v1alpha1 by the rules of Chaos Mesh 2.8, and says how it is run locally. */
public final class ManifestCheck {

    private static final String TASK = "Task";

    private ManifestCheck() {}

    /** Returns whether the document says that it is one of Chaos Mesh, of whatever version. */
    public static boolean isManifest(Field document) {
        Field version = document.entries().get("apiVersion");
        return version != null && version.string().startsWith("chaos-mesh.org/");
    }

    /** Throws {@link DocumentException} at the first thing that Chaos Mesh would refuse, or that it could never inject. */
    public static Statement check(Field document) {
        Kinds.check(document);
        String kind = Kinds.kind(document);
        Values root = new Values(document, document.entries());
        Values metadata = mapping(root, "metadata");
        Values spec = mapping(root, "spec");
        String action = spec.text("action");
        Execution line = LocalExecution.of(kind, variant(kind, spec, action));
        return new Statement(
                document.position(),
                kind,
                action,
                metadata.gives("name") ? metadata.text("name") : metadata.text("generateName") + "*",
                line.isRun() ? refusal(document).orElse(line) : line);
    }

    /** A local reader takes less than Chaos Mesh does; what it refuses is not run, whatever the table says of the kind. */
    private static Optional<Execution> refusal(Field document) {
        try {
            if (ManifestReader.isFlow(document)) {
                ManifestReader.readFlow(document);
            } else {
                ManifestReader.read(document);
            }
            return Optional.empty();
        } catch (DocumentException e) {
            return Optional.of(Execution.no("the local executor does not take line "
                    + e.position().line() + ", " + e.path() + ": " + e.problem()));
        }
    }

    private static String variant(String kind, Values spec, String action) {
        if (kind.equals("Workflow")) {
            return Rules.field(spec, "templates").list(ManifestCheck::isTask).contains(true) ? TASK : "";
        }
        if (!action.equals("process")) {
            return action;
        }
        long signal = Rules.field(mapping(spec, "process"), "signal").whole(Long.MIN_VALUE, Long.MAX_VALUE);
        return action + " " + signal;
    }

    private static boolean isTask(Field template) {
        return new Values(template, template.entries()).text("templateType").equals(TASK);
    }

    private static Values mapping(Values values, String name) {
        Field field = Rules.field(values, name);
        return new Values(field, field.entries());
    }
}
