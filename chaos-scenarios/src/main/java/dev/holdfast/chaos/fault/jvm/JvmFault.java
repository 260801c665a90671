package dev.holdfast.chaos.fault.jvm;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.NoTarget;
import dev.holdfast.chaos.fault.Scene;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Something is done to the JVMs of pods.
 *
 * @param port       where Byteman listens, in the pod's own network
 * @param containers the containers meant; none for the first of each pod
 */
public record JvmFault(Header header, JvmAction what, int port, Set<String> containers) implements Fault {

    /** Members that are no Java programs, by the value of the label {@value Pod#NAME}. */
    static final Map<String, String> NATIVE = Map.of("etcd", "etcd", "consul", "Consul");

    public JvmFault {
        containers = Set.copyOf(containers);
    }

    static String noJvm(String program) {
        return "UNSUPPORTED: " + NATIVE.get(program) + " is written in Go and runs in no JVM";
    }

    /** Collecting the garbage is over when it is done; so it is in Chaos Mesh. */
    @Override
    public boolean isOneShot() {
        return what instanceof JvmAction.Collection;
    }

    @Override
    public Injection injection(Scene scene) {
        for (Pod pod : scene.targets()) {
            if (NATIVE.containsKey(pod.label(Pod.NAME))) {
                return new NoTarget("pod '" + pod.name() + "': " + noJvm(pod.label(Pod.NAME)));
            }
        }
        List<Pod> holders = scene.targets().stream()
                .filter(pod -> containers.isEmpty() || pod.containers().stream().anyMatch(containers::contains))
                .toList();
        return holders.isEmpty()
                ? new NoTarget("no container named " + containers + " in any of the pods selected")
                : new JvmInjection(this, scene, holders);
    }
}
