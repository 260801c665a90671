package dev.holdfast.chaos.manifest;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Metadata;
import dev.holdfast.chaos.fault.SpecReader;
import dev.holdfast.chaos.fault.clock.TimeChaosReader;
import dev.holdfast.chaos.fault.http.HttpChaosReader;
import dev.holdfast.chaos.fault.io.IoChaosReader;
import dev.holdfast.chaos.fault.jvm.JvmChaosReader;
import dev.holdfast.chaos.fault.machine.PhysicalMachineChaosReader;
import dev.holdfast.chaos.fault.network.NetworkChaosReader;
import dev.holdfast.chaos.fault.pod.PodChaosReader;
import dev.holdfast.chaos.fault.stress.StressChaosReader;
import dev.holdfast.chaos.workflow.EmbeddedFaults;
import dev.holdfast.chaos.workflow.Flow;
import dev.holdfast.chaos.workflow.ScheduleReader;
import dev.holdfast.chaos.workflow.WorkflowReader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads one chaos-mesh.org/v1alpha1 document as a {@link Fault}, or as a {@link Flow} of such. What an API server with
 * Chaos Mesh's webhooks would refuse is refused here; so is what cannot be run locally, with the reason.
 */
public final class ManifestReader {

    private static final Map<String, SpecReader> READERS = new TreeMap<>(Map.of(
            "PodChaos", new PodChaosReader(),
            "JVMChaos", new JvmChaosReader(),
            "NetworkChaos", new NetworkChaosReader(),
            "HTTPChaos", new HttpChaosReader(),
            "IOChaos", new IoChaosReader(),
            "StressChaos", new StressChaosReader(),
            "TimeChaos", new TimeChaosReader(),
            "PhysicalMachineChaos", new PhysicalMachineChaosReader()));

    private static final Set<String> FLOWS = Set.of("Schedule", "Workflow");

    /** What is embedded has been checked with the document around it. */
    private static final EmbeddedFaults EMBEDDED =
            (kind, metadata, spec) -> reader(kind).read(metadata, spec);

    private static final String PAUSE = "experiment.chaos-mesh.org/pause";

    private ManifestReader() {}

    /** Reads a document; throws {@link dev.holdfast.chaos.document.DocumentException} at the first thing wrong. */
    public static Fault read(Field document) {
        SpecReader reader = reader(kind(document));
        Mapping manifest = checked(document);
        return reader.read(metadata(manifest.required("metadata")), manifest.required("spec"));
    }

    /** Returns whether the document says at which times faults are injected, rather than being one. */
    public static boolean isFlow(Field document) {
        return FLOWS.contains(Kinds.kind(document));
    }

    /** Reads a document for which {@link #isFlow} holds, with the faults in it; throws as {@link #read}. */
    public static Flow readFlow(Field document) {
        Mapping manifest = checked(document);
        Metadata metadata = metadata(manifest.required("metadata"));
        Field spec = manifest.required("spec");
        return Kinds.kind(document).equals("Schedule")
                ? new ScheduleReader(EMBEDDED).read(metadata, spec)
                : new WorkflowReader(EMBEDDED).read(metadata, spec);
    }

    private static SpecReader reader(Field kind) {
        String name = kind.string();
        SpecReader reader = READERS.get(name);
        if (reader == null || !LocalExecution.isRun(name)) {
            throw kind.error(name + " " + LocalExecution.of(name, "").remark() + "; run locally: " + run());
        }
        return reader;
    }

    private static Field kind(Field document) {
        // it is one of this API
        Kinds.kind(document);
        return Rules.field(new Values(document, document.entries()), "kind");
    }

    private static Mapping checked(Field document) {
        Kinds.check(document);
        Mapping manifest = document.mapping("apiVersion", "kind", "metadata", "spec", "status");
        manifest.optional("status").ifPresent(status -> {
            throw status.keyError("a manifest has no status: it would be stored as if Chaos Mesh had written it");
        });
        return manifest;
    }

    private static String run() {
        return READERS.keySet().stream().filter(LocalExecution::isRun).collect(Collectors.joining(", "));
    }

    private static Metadata metadata(Field field) {
        Mapping metadata = field.mapping("name", "namespace", "labels", "annotations");
        Map<String, String> annotations =
                metadata.optional("annotations").map(Field::strings).orElse(Map.of());
        metadata.optional("annotations")
                .map(Field::entries)
                .flatMap(entries -> Optional.ofNullable(entries.get(PAUSE)))
                .ifPresent(pause -> {
                    throw pause.keyError("pausing is not supported locally; leave the fault out instead");
                });
        return new Metadata(
                metadata.required("name").string(),
                metadata.optional("namespace").map(Field::string).orElse(Metadata.HOME),
                metadata.optional("labels").map(Field::strings).orElse(Map.of()),
                annotations);
    }
}
