package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.Pod;
import java.util.List;
import java.util.Map;

/** Pods for tests. */
public final class Pods {

    private Pods() {}

    static Pod pod(String name, int host, Map<String, String> labels) {
        return new Pod(
                "holdfast",
                name,
                "uid-" + name + "-1",
                "10.77.0." + host,
                "Running",
                labels,
                Map.of(),
                List.of("main"));
    }

    public static Pod server(String name, int host, String role) {
        return pod(name, host, Map.of(Pod.COMPONENT, "server", Pod.ROLE, role));
    }
}
