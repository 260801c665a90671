package dev.holdfast.chaos.fault.http;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.NoTarget;
import dev.holdfast.chaos.fault.Scene;
import java.util.Map;

/**
 * Something is done to the requests that reach a port of pods, or to the answers.
 *
 * @param port where the pods' own programs listen
 */
public record HttpFault(Header header, int port, HttpRule rule) implements Fault {

    /** Members whose clients speak no HTTP/1.1, by the value of the label {@value Pod#NAME}. */
    private static final Map<String, String> OTHERS = Map.of(
            "etcd", "etcd speaks gRPC over HTTP/2",
            "zookeeper", "ZooKeeper speaks a protocol of its own",
            "kafka", "Kafka speaks a protocol of its own");

    static boolean isOther(String program) {
        return OTHERS.containsKey(program);
    }

    static String noHttp(String program) {
        return "UNSUPPORTED: " + OTHERS.get(program) + " with its clients, and the proxy HTTP/1.1";
    }

    @Override
    public Injection injection(Scene scene) {
        for (Pod pod : scene.targets()) {
            if (isOther(pod.label(Pod.NAME))) {
                return new NoTarget("pod '" + pod.name() + "': " + noHttp(pod.label(Pod.NAME)));
            }
        }
        if (!scene.tools().fabric().isPartitionable()) {
            return new NoTarget("UNSUPPORTED: a port is redirected in the pod's own network, and these pods share one");
        }
        return new HttpInjection(this, scene);
    }
}
