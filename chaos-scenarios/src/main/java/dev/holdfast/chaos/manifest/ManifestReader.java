package dev.holdfast.chaos.manifest;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.document.Nearest;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Metadata;
import dev.holdfast.chaos.fault.SpecReader;
import dev.holdfast.chaos.fault.machine.PhysicalMachineChaosReader;
import dev.holdfast.chaos.fault.network.NetworkChaosReader;
import dev.holdfast.chaos.fault.pod.PodChaosReader;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads one chaos-mesh.org/v1alpha1 document as a {@link Fault}. What an API server with Chaos Mesh's webhooks would
 * refuse is refused here; so is what cannot be run locally, with the reason.
 */
public final class ManifestReader {

    public static final String API_VERSION = "chaos-mesh.org/v1alpha1";

    private static final String SUPPORTED = "PodChaos (pod-kill, pod-failure, container-kill), NetworkChaos (partition)"
            + " and PhysicalMachineChaos (process)";
    private static final String CLOUD = "acts on a cloud provider's machines, and there are none locally";
    private static final String INTERNAL = "is made by the Chaos Mesh controller, not by hand";
    private static final String YET = "is not supported locally yet";
    private static final Map<String, String> REFUSED = new TreeMap<>(Map.ofEntries(
            Map.entry("BlockChaos", "needs a kernel module that delays block devices; IOChaos comes nearest"),
            Map.entry("KernelChaos", "needs a kernel with fault injection and kprobes"),
            Map.entry("AWSChaos", CLOUD),
            Map.entry("AzureChaos", CLOUD),
            Map.entry("GCPChaos", CLOUD),
            Map.entry("StressChaos", YET),
            Map.entry("IOChaos", YET),
            Map.entry("TimeChaos", YET),
            Map.entry("DNSChaos", YET),
            Map.entry("HTTPChaos", YET),
            Map.entry("JVMChaos", YET),
            Map.entry("Schedule", YET),
            Map.entry("Workflow", YET),
            Map.entry("StatusCheck", YET),
            Map.entry(
                    "PhysicalMachine", "describes a target and is no fault; local pods are matched by name and labels"),
            Map.entry("RemoteCluster", "describes another cluster and is no fault"),
            Map.entry("PodNetworkChaos", INTERNAL),
            Map.entry("PodIOChaos", INTERNAL),
            Map.entry("PodHttpChaos", INTERNAL),
            Map.entry("WorkflowNode", INTERNAL)));
    private static final Map<String, SpecReader> SUPPORTED_KINDS = new TreeMap<>(Map.of(
            "PodChaos", new PodChaosReader(),
            "NetworkChaos", new NetworkChaosReader(),
            "PhysicalMachineChaos", new PhysicalMachineChaosReader()));
    /** RFC 1123 subdomain, as Kubernetes asks of object names. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private static final String PAUSE = "experiment.chaos-mesh.org/pause";

    private ManifestReader() {}

    /** Reads a document; throws {@link dev.holdfast.chaos.document.DocumentException} at the first thing wrong. */
    public static Fault read(Field document) {
        Mapping manifest = document.mapping("apiVersion", "kind", "metadata", "spec", "status");
        Field version = manifest.required("apiVersion");
        if (!version.string().equals(API_VERSION)) {
            throw version.error("expected " + API_VERSION + ", given '" + version.string() + "'");
        }
        SpecReader reader = reader(manifest.required("kind"));
        manifest.optional("status").ifPresent(status -> {
            throw status.keyError("a manifest has no status: it would be stored as if Chaos Mesh had written it");
        });
        return reader.read(metadata(manifest.required("metadata")), manifest.required("spec"));
    }

    private static SpecReader reader(Field kind) {
        String name = kind.string();
        SpecReader reader = SUPPORTED_KINDS.get(name);
        if (reader != null) {
            return reader;
        }
        String reason = REFUSED.get(name);
        if (reason != null) {
            throw kind.error(name + " " + reason + "; supported: " + SUPPORTED);
        }
        throw kind.error("unknown kind '" + name + "'" + Nearest.hint(name, SUPPORTED_KINDS.keySet()));
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
                name(metadata.required("name")),
                metadata.optional("namespace").map(ManifestReader::name).orElse(Metadata.HOME),
                metadata.optional("labels").map(Field::strings).orElse(Map.of()),
                annotations);
    }

    private static String name(Field field) {
        if (!NAME.matcher(field.string()).matches()) {
            throw field.error("expected lower case letters, digits, '-' and '.', given '" + field.string() + "'");
        }
        return field.string();
    }
}
