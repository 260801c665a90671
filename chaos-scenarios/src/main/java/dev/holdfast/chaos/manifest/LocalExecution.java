package dev.holdfast.chaos.manifest;

import static dev.holdfast.chaos.manifest.Execution.equivalent;
import static dev.holdfast.chaos.manifest.Execution.exact;
import static dev.holdfast.chaos.manifest.Execution.no;
import static dev.holdfast.chaos.manifest.Execution.partial;

import java.util.List;

/**
 * The table of what the local executor runs, one line for a kind or for one of its actions. The first line that fits
 * holds; a fault that comes to be run gets a line above its kind's.
 */
final class LocalExecution {

    private static final String YET = "is not run locally yet";
    private static final String CLOUD = "acts on a cloud provider's machines, and there are none locally";
    private static final String INTERNAL = "is made by the Chaos Mesh controller, not by hand";
    private static final String ENDED =
            "the container of an ended process is started again at recovery, and recoverCmd is not run";
    private static final String AGENT = "through an agent of our own instead of a rule that names Chaos Mesh's helper";
    private static final String LIMITS =
            "a pod has no limits of its own, so stressors take from the machine that all pods"
                    + " share; without stress-ng a program of ours burns instead";
    private static final String STEPS = "a task's image stands for a step known here, and a task that has exceeded its"
            + " deadline is cancelled, its branches with it";
    private static final String PROXY =
            "a proxy of ours for HTTP/1.1 in the pod's network, which cuts open connections when it comes and goes";
    private static final String ANY = "";

    private record Line(String kind, String variant, Execution execution) {

        boolean fits(String otherKind, String otherVariant) {
            return kind.equals(otherKind) && (variant.isEmpty() || variant.equals(otherVariant));
        }
    }

    private static final List<Line> TABLE = List.of(
            new Line("PodChaos", "pod-kill", exact()),
            new Line("PodChaos", "pod-failure", exact()),
            new Line("PodChaos", "container-kill", exact()),
            new Line("NetworkChaos", "partition", exact()),
            new Line("NetworkChaos", "bandwidth", exact()),
            new Line("NetworkChaos", ANY, equivalent("a program of ours decides on each packet, from the run's seed")),
            new Line("PhysicalMachineChaos", "process 19", exact()),
            new Line("PhysicalMachineChaos", "process 15", partial(ENDED)),
            new Line("PhysicalMachineChaos", "process 9", partial(ENDED)),
            new Line("PhysicalMachineChaos", "clock", partial("pid 1 stands for the main process of a pod")),
            new Line("PhysicalMachineChaos", ANY, no(YET)),
            new Line("StressChaos", ANY, partial(LIMITS)),
            new Line("IOChaos", ANY, exact()),
            new Line("TimeChaos", ANY, exact()),
            new Line("DNSChaos", ANY, no(YET)),
            new Line("HTTPChaos", ANY, equivalent(PROXY)),
            new Line("JVMChaos", "mysql", no("acts on MySQL's driver, which no local pod has")),
            new Line("JVMChaos", "stress", equivalent(AGENT)),
            new Line("JVMChaos", "gc", equivalent(AGENT)),
            new Line("JVMChaos", ANY, exact()),
            new Line("Schedule", ANY, exact()),
            new Line("Workflow", "Task", partial(STEPS)),
            new Line("Workflow", ANY, exact()),
            new Line("StatusCheck", ANY, no("injects nothing by itself; it is run as a template of a Workflow")),
            new Line("BlockChaos", ANY, no("needs a kernel module that delays block devices; IOChaos comes nearest")),
            new Line("KernelChaos", ANY, no("needs a kernel with fault injection and kprobes")),
            new Line("AWSChaos", ANY, no(CLOUD)),
            new Line("AzureChaos", ANY, no(CLOUD)),
            new Line("GCPChaos", ANY, no(CLOUD)),
            new Line(
                    "PhysicalMachine",
                    ANY,
                    no("describes a target and is no fault; local pods are matched by name and labels")),
            new Line("RemoteCluster", ANY, no("describes another cluster and is no fault")),
            new Line("PodNetworkChaos", ANY, no(INTERNAL)),
            new Line("PodIOChaos", ANY, no(INTERNAL)),
            new Line("PodHttpChaos", ANY, no(INTERNAL)),
            new Line("WorkflowNode", ANY, no(INTERNAL)));

    private LocalExecution() {}

    /**
     * Returns the line of a kind's variant: its action, and for {@code process} the signal after it; {@code Task} for
     * a workflow that has one.
     */
    static Execution of(String kind, String variant) {
        return TABLE.stream()
                .filter(line -> line.fits(kind, variant))
                .map(Line::execution)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no line for " + kind + " " + variant));
    }

    /** Returns whether any action of the kind is run. */
    static boolean isRun(String kind) {
        return TABLE.stream()
                .anyMatch(line -> line.kind().equals(kind) && line.execution().isRun());
    }
}
