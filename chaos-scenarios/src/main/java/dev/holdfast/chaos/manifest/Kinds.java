package dev.holdfast.chaos.manifest;

import static dev.holdfast.chaos.manifest.Formats.MAP;
import static dev.holdfast.chaos.manifest.Formats.NAME;
import static dev.holdfast.chaos.manifest.Formats.STRING;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Nearest;
import dev.holdfast.chaos.manifest.Shape.Anything;
import dev.holdfast.chaos.manifest.Shape.Dictionary;
import dev.holdfast.chaos.manifest.Shape.Listing;
import java.util.Map;
import java.util.TreeMap;

/** The documents of chaos-mesh.org/v1alpha1: every kind with the shape of its specification. */
final class Kinds {

    static final String API_VERSION = "chaos-mesh.org/v1alpha1";

    private static final Map<String, Struct> SPECS = new TreeMap<>(Map.ofEntries(
            Map.entry("AWSChaos", CloudShapes.AWS_CHAOS),
            Map.entry("AzureChaos", CloudShapes.AZURE_CHAOS),
            Map.entry("BlockChaos", PodShapes.BLOCK_CHAOS),
            Map.entry("DNSChaos", PodShapes.DNS_CHAOS),
            Map.entry("GCPChaos", CloudShapes.GCP_CHAOS),
            Map.entry("HTTPChaos", HttpShapes.HTTP_CHAOS),
            Map.entry("IOChaos", IoShapes.IO_CHAOS),
            Map.entry("JVMChaos", PodShapes.JVM_CHAOS),
            Map.entry("KernelChaos", PodShapes.KERNEL_CHAOS),
            Map.entry("NetworkChaos", NetworkShapes.NETWORK_CHAOS),
            Map.entry("PhysicalMachine", CloudShapes.PHYSICAL_MACHINE),
            Map.entry("PhysicalMachineChaos", MachineShapes.PHYSICAL_MACHINE_CHAOS),
            Map.entry("PodChaos", PodShapes.POD_CHAOS),
            Map.entry("PodHttpChaos", HttpShapes.POD_HTTP_CHAOS),
            Map.entry("PodIOChaos", IoShapes.POD_IO_CHAOS),
            Map.entry("PodNetworkChaos", NetworkShapes.POD_NETWORK_CHAOS),
            Map.entry("RemoteCluster", CloudShapes.REMOTE_CLUSTER),
            Map.entry("Schedule", FlowShapes.SCHEDULE),
            Map.entry("StatusCheck", HttpShapes.STATUS_CHECK),
            Map.entry("StressChaos", PodShapes.STRESS_CHAOS),
            Map.entry("TimeChaos", PodShapes.TIME_CHAOS),
            Map.entry("Workflow", FlowShapes.WORKFLOW),
            Map.entry("WorkflowNode", FlowShapes.WORKFLOW_NODE)));

    /** What an API server takes as the metadata of a new object; the server overwrites some of it. */
    private static final Struct METADATA = Struct.allows(NAME, "name", "namespace")
            .andAllows(new Dictionary(Formats.LABEL), "labels")
            .andAllows(MAP, "annotations")
            .andAllows(STRING, "generateName", "uid", "resourceVersion", "selfLink")
            .andAllows(Formats.INT64, "generation", "deletionGracePeriodSeconds")
            .andAllows(new Shape.OrNull(new Shape.Time()), "creationTimestamp", "deletionTimestamp")
            .andAllows(Formats.STRINGS, "finalizers")
            .andAllows(new Listing(new Anything()), "ownerReferences", "managedFields")
            .where(Rules.some("name", "generateName"));

    private Kinds() {}

    /** Takes the kind of a document of this API. */
    static String kind(Field document) {
        Map<String, Field> entries = document.entries();
        Values values = new Values(document, entries);
        Field version = Rules.field(values, "apiVersion");
        if (!version.string().equals(API_VERSION)) {
            throw version.error("expected " + API_VERSION + ", given '" + version.string() + "'");
        }
        Field kind = Rules.field(values, "kind");
        if (!SPECS.containsKey(kind.string())) {
            throw kind.error("unknown kind '" + kind.string() + "'" + Nearest.hint(kind.string(), SPECS.keySet()));
        }
        return kind.string();
    }

    /** Checks a whole document; throws {@link dev.holdfast.chaos.document.DocumentException} at the first thing wrong. */
    static void check(Field document) {
        Struct spec = SPECS.getOrDefault(kind(document), Struct.EMPTY);
        Struct.requires("apiVersion", STRING)
                .andRequires("kind", STRING)
                .andRequires("metadata", METADATA)
                .andRequires("spec", spec)
                .andAllows(new Anything(), "status")
                .check(document);
    }
}
