package dev.holdfast.chaos.scenario;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.document.Nearest;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Metadata;
import dev.holdfast.chaos.fault.PlannedFault;
import dev.holdfast.chaos.manifest.ManifestReader;
import dev.holdfast.chaos.workflow.Flow;
import dev.holdfast.chaos.workflow.PlannedFlow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Joins the entries of {@code faults} with the Chaos Mesh documents of the file: each entry names one, each is named. A
 * document is a fault, or a flow of faults that begin at times of its own within the entry's.
 */
final class FaultEntries {

    private record Document(Field field, String text) {}

    private final Map<String, Document> documents = new LinkedHashMap<>();
    private final Map<String, Fault> read = new LinkedHashMap<>();
    private final Map<String, Flow> readFlows = new LinkedHashMap<>();
    private final List<Scenario.Entry> faults = new ArrayList<>();
    private final List<Scenario.FlowEntry> flows = new ArrayList<>();
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
        String name;
        if (ManifestReader.isFlow(manifest)) {
            Flow flow = ManifestReader.readFlow(manifest);
            if (flow.faults().isEmpty()) {
                throw manifest.error("injects nothing: there is no fault in it");
            }
            name = flow.name();
            readFlows.put(name, flow);
        } else {
            Fault fault = ManifestReader.read(manifest);
            name = fault.name();
            read.put(name, fault);
        }
        Field metadata = entry(manifest, "metadata");
        Field namespace = metadata.entries().get("namespace");
        if (namespace != null && !namespace.string().equals(Metadata.HOME)) {
            throw namespace.error("expected " + Metadata.HOME + ", the namespace of every run; no pod is in another");
        }
        Document former = documents.put(name, new Document(manifest, text));
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

    /** Reads the entries; {@link #faults} and {@link #flows} have them then. */
    void read(List<Field> items) {
        items.forEach(this::entry);
        documents.forEach((name, document) -> {
            if (!used.contains(name)) {
                throw document.field().error("no entry of spec.faults names this document '" + name + "'");
            }
            refuseNameWithin(name, document);
        });
    }

    /** The faults of a flow are named after it, with more behind. */
    private void refuseNameWithin(String name, Document document) {
        for (String flow : readFlows.keySet()) {
            if (name.startsWith(flow + "-")) {
                throw entry(entry(document.field(), "metadata"), "name")
                        .error("begins as the names of the faults of '" + flow + "' do; name it otherwise");
            }
        }
    }

    List<Scenario.Entry> faults() {
        return faults;
    }

    List<Scenario.FlowEntry> flows() {
        return flows;
    }

    private void entry(Field item) {
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
        Fault fault = read.get(name.string());
        Flow flow = readFlows.get(name.string());
        if (fault != null) {
            PlannedFault planned = new PlannedFault(fault, at.duration(), lasts(entry, fault));
            requireWithin(at, planned.lasts());
            faults.add(new Scenario.Entry(planned, subjects(entry), document.text()));
        } else if (flow != null) {
            requireWithin(at, Duration.ofMillis(1));
            Duration lasts = entry.optional("for").map(Field::positiveDuration).orElse(phase.minus(at.duration()));
            requireWithin(at, lasts);
            flows.add(new Scenario.FlowEntry(
                    new PlannedFlow(flow, at.duration(), lasts), subjects(entry), document.text()));
        }
    }

    private void requireWithin(Field at, Duration lasts) {
        Duration end = at.duration().plus(lasts);
        if (end.compareTo(phase) > 0) {
            throw at.error("ends " + text(end) + " into the faults, which last " + text(phase));
        }
    }

    private Set<Subject> subjects(Mapping entry) {
        return new HashSet<>(entry.optional("subjects").map(this::subjects).orElse(subjects));
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
