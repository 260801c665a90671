package dev.holdfast.chaos.manifest;

import static dev.holdfast.chaos.manifest.Formats.DURATION;
import static dev.holdfast.chaos.manifest.Formats.FLAG;
import static dev.holdfast.chaos.manifest.Formats.INT32;
import static dev.holdfast.chaos.manifest.Formats.INT64;
import static dev.holdfast.chaos.manifest.Formats.MAP;
import static dev.holdfast.chaos.manifest.Formats.STRING;
import static dev.holdfast.chaos.manifest.Formats.STRINGS;
import static dev.holdfast.chaos.manifest.Formats.words;
import static dev.holdfast.chaos.manifest.Selectors.CONTAINERS;
import static dev.holdfast.chaos.manifest.Selectors.PODS;
import static dev.holdfast.chaos.manifest.Selectors.SPAN;

import dev.holdfast.chaos.manifest.Shape.Listing;
import dev.holdfast.chaos.manifest.Shape.Text;
import dev.holdfast.chaos.manifest.Shape.Whole;

/** The specifications of what is done to pods and their processes. Sources: the files of api/v1alpha1 named for the kinds. */
final class PodShapes {

    static final Struct POD_CHAOS = Struct.requires("action", words("pod-kill", "pod-failure", "container-kill"))
            .with(CONTAINERS)
            .with(SPAN)
            .andAllows(new Whole(0, Long.MAX_VALUE), "gracePeriod")
            .where(Rules.needs("action", "container-kill", "containerNames"));

    private static final Struct STRESSOR =
            Struct.requires("workers", new Whole(1, 8192)).andAllows(STRINGS, "options");

    static final Struct STRESS_CHAOS = CONTAINERS
            .with(SPAN)
            .andAllows(STRING, "stressngStressors")
            .andAllows(
                    Struct.allows(
                                    STRESSOR.andAllows(Formats.BYTES, "size")
                                            .andAllows(new Whole(-1000, 1000), "oomScoreAdj"),
                                    "memory")
                            .andAllows(STRESSOR.andAllows(INT64, "load"), "cpu")
                            .where(Rules.some("memory", "cpu")),
                    "stressors")
            .where(values -> {
                if (values.get("stressors").isEmpty()) {
                    Rules.some("stressors", "stressngStressors").check(values);
                }
            });

    static final Struct TIME_CHAOS = CONTAINERS
            .with(SPAN)
            .andRequires("timeOffset", Formats.GIVEN_DURATION)
            .andAllows(
                    new Listing(words(
                            "CLOCK_REALTIME",
                            "CLOCK_MONOTONIC",
                            "CLOCK_PROCESS_CPUTIME_ID",
                            "CLOCK_THREAD_CPUTIME_ID",
                            "CLOCK_MONOTONIC_RAW",
                            "CLOCK_REALTIME_COARSE",
                            "CLOCK_MONOTONIC_COARSE",
                            "CLOCK_BOOTTIME",
                            "CLOCK_REALTIME_ALARM",
                            "CLOCK_BOOTTIME_ALARM")),
                    "clockIds");

    private static final Text PATTERN = new Text("a name with ? anywhere and * at its end only", text -> {
        int star = text.indexOf('*');
        return star < 0 || star == text.length() - 1;
    });

    static final Struct DNS_CHAOS = Struct.requires("action", words("error", "random"))
            .with(CONTAINERS)
            .with(SPAN)
            .andAllows(new Listing(PATTERN), "patterns");

    static final Struct KERNEL_CHAOS = PODS.with(SPAN)
            .andRequires(
                    "failKernRequest",
                    Struct.requires("failtype", new Whole(0, 2))
                            .andAllows(STRINGS, "headers")
                            .andAllows(
                                    new Listing(Struct.allows(STRING, "funcname", "parameters", "predicate")),
                                    "callchain")
                            .andAllows(new Whole(0, 100), "probability")
                            .andAllows(Formats.UINT32, "times"));

    static final Struct BLOCK_CHAOS = Struct.requires("action", words("delay"))
            .with(CONTAINERS)
            .with(SPAN)
            .andRequires("volumeName", STRING)
            .andAllows(
                    Struct.allows(DURATION, "latency", "jitter").andAllows(Formats.OPTIONAL_FLOAT, "correlation"),
                    "delay")
            .where(Rules.present("action", "delay", "delay"));

    static final Struct JVM_CHAOS = Struct.requires(
                    "action", words("latency", "return", "exception", "stress", "gc", "ruleData", "mysql"))
            .with(CONTAINERS)
            .with(SPAN)
            .andAllows(
                    STRING,
                    "class",
                    "method",
                    "returnValue",
                    "exception",
                    "ruleData",
                    "name",
                    "mysqlConnectorVersion",
                    "database",
                    "table",
                    "sqlType",
                    "memType")
            .andAllows(INT64, "latency", "cpuCount", "pid")
            .andAllows(INT32, "port")
            .where(
                    Rules.needs("action", "latency", "class", "method", "latency"),
                    Rules.needs("action", "return", "class", "method", "returnValue"),
                    Rules.needs("action", "exception", "class", "method", "exception"),
                    Rules.needs("action", "ruleData", "ruleData"),
                    Rules.needs("action", "mysql", "mysqlConnectorVersion"),
                    Rules.when("action", "mysql", Rules.some("exception", "latency")),
                    Rules.when("action", "mysql", oneOf("mysqlConnectorVersion", "5", "8")),
                    Rules.when("action", "stress", Rules.some("cpuCount", "memType")),
                    Rules.when("action", "stress", Rules.notBoth("cpuCount", "memType")),
                    Rules.when("action", "stress", oneOf("memType", "", "stack", "heap")));

    private PodShapes() {}

    private static Rule oneOf(String name, String... words) {
        return values -> values.get(name).ifPresent(words(words)::check);
    }

    /** The parts of a pod that a workflow's task may set; what is inside a volume or a container's field is not looked into. */
    static final Struct TASK = task();

    private static Struct task() {
        Shape.Anything any = new Shape.Anything();
        Listing list = new Listing(any);
        Struct container = Struct.requires("name", STRING)
                .andAllows(STRING, "image", "imagePullPolicy", "restartPolicy", "workingDir", "terminationMessagePath")
                .andAllows(STRING, "terminationMessagePolicy")
                .andAllows(STRINGS, "command", "args")
                .andAllows(list, "env", "envFrom", "ports", "volumeMounts", "volumeDevices", "resizePolicy")
                .andAllows(list, "restartPolicyRules")
                .andAllows(any, "resources", "securityContext", "lifecycle")
                .andAllows(any, "livenessProbe", "readinessProbe", "startupProbe")
                .andAllows(FLAG, "stdin", "stdinOnce", "tty");
        return Struct.allows(container, "container")
                .andAllows(list, "volumes", "imagePullSecrets", "tolerations", "topologySpreadConstraints")
                .andAllows(INT64, "terminationGracePeriodSeconds", "activeDeadlineSeconds")
                .andAllows(MAP, "nodeSelector")
                .andAllows(STRING, "serviceAccountName")
                .andAllows(FLAG, "automountServiceAccountToken")
                .andAllows(any, "securityContext", "affinity");
    }
}
