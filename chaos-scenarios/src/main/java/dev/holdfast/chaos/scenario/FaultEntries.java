package dev.holdfast.chaos.scenario;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.document.Nearest;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Metadata;
import dev.holdfast.chaos.fault.PlannedFault;
import dev.holdfast.chaos.manifest.ManifestReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Joins the entries of {@code faults} with the Chaos Mesh documents of the file: each entry names one, each is named. */
final class FaultEntries {

    private record Document(Field field, Fault fault, String text) {}

    private final Map<String, Document> documents = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
    private final List<Subject> subjects;
    private final Duration phase;

    FaultEntries(List<Field> manifests, List<String> lines, List<Subject> subjects, Duration phase) {
        this.subjects = subjects;
        this.phase = phase;
        for (int i = 0; i < manifests.size(); i++) {
            int end = i + 1 < manifests.size() ? manifests.get(i + 1).position().line() - 1 : lines.size();
            add(manifests.get(i), text(lines.subList(manifests.get(i).position().line() - 1, end)));
        }
    }

    /** Returns a document's lines up to the one that separates it from the next. */
    private static String text(List<String> lines) {
        int last = lines.lastIndexOf("---");
        return String.join("\n", last < 0 ? lines : lines.subList(0, last)) + "\n";
    }

    private void add(Field manifest, String text) {
        Fault fault = ManifestReader.read(manifest);
        Field metadata = entry(manifest, "metadata");
        if (!fault.metadata().namespace().equals(Metadata.HOME)) {
            throw entry(metadata, "namespace")
                    .error("expected " + Metadata.HOME + ", the namespace of every run; no pod is in another");
        }
        Document former = documents.put(fault.name(), new Document(manifest, fault, text));
        if (former != null) {
            throw entry(metadata, "name")
                    .error("two documents of this name; the first in line "
                            + former.field().position().line());
        }
    }

    private static Field entry(Field mapping, String name) {
        return Optional.ofNullable(mapping.entries().get(name))
                .orElseThrow(() -> mapping.error("missing field '" + name + "'"));
    }

    List<Scenario.Entry> read(List<Field> items) {
        List<Scenario.Entry> entries = new ArrayList<>();
        for (Field item : items) {
            entries.add(entry(item));
        }
        for (Document document : documents.values()) {
            if (!used.contains(document.fault().name())) {
                throw document.field()
                        .error("no entry of spec.faults names this document '"
                                + document.fault().name() + "'");
            }
        }
        return entries;
    }

    private Scenario.Entry entry(Field item) {
        Mapping entry = item.mapping("name", "at", "for", "subjects");
        Field name = entry.required("name");
        Document document = documents.get(name.string());
        if (document == null) {
            throw name.error("no document of this file is named '" + name.string() + "'"
                    + Nearest.hint(name.string(), documents.keySet()));
        }
        if (!used.add(name.string())) {
            throw name.error("named twice; one document is one fault");
        }
        Field at = entry.required("at");
        Duration lasts = lasts(entry, document.fault());
        if (at.duration().plus(lasts).compareTo(phase) > 0) {
            throw at.error("ends " + text(at.duration().plus(lasts)) + " into the faults, which last " + text(phase));
        }
        return new Scenario.Entry(
                new PlannedFault(document.fault(), at.duration(), lasts),
                new HashSet<>(entry.optional("subjects").map(this::subjects).orElse(subjects)),
                document.text());
    }

    private static Duration lasts(Mapping entry, Fault fault) {
        Optional<Field> given = entry.optional("for");
        if (fault.isOneShot()) {
            given.ifPresent(field -> {
                throw field.keyError("'" + fault.name() + "' (" + fault.action() + ") is over as soon as it is done");
            });
            return Duration.ZERO;
        }
        return given.map(Field::positiveDuration)
                .or(fault::duration)
                .orElseThrow(() -> entry.field()
                        .error("missing field 'for': document '" + fault.name() + "' has no spec.duration either"));
    }

    private List<Subject> subjects(Field field) {
        List<Subject> listed = ScenarioReader.subjects(field);
        if (!subjects.containsAll(listed)) {
            throw field.error("not all of these are subjects of the scenario");
        }
        return listed;
    }

    private static String text(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
