package dev.holdfast.chaos.cluster;

import java.util.List;
import java.util.Map;

/**
 * A pod as Kubernetes would show it: an immutable snapshot, taken when it was asked for.
 *
 * @param uid        changes whenever the pod is replaced, not when its container restarts
 * @param address    the pod's one IPv4 address, which outlives its replacement
 * @param phase      {@code Pending}, {@code Running} or {@code Failed}
 * @param containers the names of its containers; a local pod has one, named after its program
 */
public record Pod(
        String namespace,
        String name,
        String uid,
        String address,
        String phase,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<String> containers) {

    /** Label: the program in the pod: {@code zookeeper}, {@code etcd}, {@code consul}, {@code kafka} or {@code client}. */
    public static final String NAME = "app.kubernetes.io/name";
    /** Label: the run that the pod belongs to. */
    public static final String INSTANCE = "app.kubernetes.io/instance";
    /** Label: {@code server} or {@code client}, unless a client was added with another component. */
    public static final String COMPONENT = "app.kubernetes.io/component";
    /** Label: the pod's own name, as a StatefulSet sets it. */
    public static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
    /** Label: the pod's ordinal, from 0. */
    public static final String POD_INDEX = "apps.kubernetes.io/pod-index";
    /** Label: what the pod claims to be now; see {@link Role} for members. */
    public static final String ROLE = "holdfast.dev/role";

    public Pod {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: must not be blank, given '" + name + "'");
        }
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        containers = List.copyOf(containers);
    }

    /** Returns the value of a label, or the empty string when the pod does not carry it. */
    public String label(String key) {
        return labels.getOrDefault(key, "");
    }
}
