package dev.holdfast.chaos.manifest;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Metadata;
import dev.holdfast.chaos.fault.SpecReader;
import dev.holdfast.chaos.fault.jvm.JvmChaosReader;
import dev.holdfast.chaos.fault.io.IoChaosReader;
import dev.holdfast.chaos.fault.clock.TimeChaosReader;
import dev.holdfast.chaos.fault.machine.PhysicalMachineChaosReader;
import dev.holdfast.chaos.fault.network.NetworkChaosReader;
import dev.holdfast.chaos.fault.pod.PodChaosReader;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads one chaos-mesh.org/v1alpha1 document as a {@link Fault}. What an API server with Chaos Mesh's webhooks would
 * refuse is refused here; so is what cannot be run locally, with the reason.
 */
public final class ManifestReader {

    private static final Map<String, SpecReader> READERS = new TreeMap<>(Map.of(
            "PodChaos", new PodChaosReader(),
            "JVMChaos", new JvmChaosReader(),
            "NetworkChaos", new NetworkChaosReader(),
            "IOChaos", new IoChaosReader(),
            "TimeChaos", new TimeChaosReader(),
            "PhysicalMachineChaos", new PhysicalMachineChaosReader()));

    private static final String PAUSE = "experiment.chaos-mesh.org/pause";

    private ManifestReader() {}

    /** Reads a document; throws {@link dev.holdfast.chaos.document.DocumentException} at the first thing wrong. */
    public static Fault read(Field document) {
        String kind = Kinds.kind(document);
        SpecReader reader = READERS.get(kind);
        if (reader == null || !LocalExecution.isRun(kind)) {
            throw Rules.field(new Values(document, document.entries()), "kind")
                    .error(kind + " " + LocalExecution.of(kind, "").remark() + "; run locally: " + run());
        }
        Kinds.check(document);
        Mapping manifest = document.mapping("apiVersion", "kind", "metadata", "spec", "status");
        manifest.optional("status").ifPresent(status -> {
            throw status.keyError("a manifest has no status: it would be stored as if Chaos Mesh had written it");
        });
        return reader.read(metadata(manifest.required("metadata")), manifest.required("spec"));
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
