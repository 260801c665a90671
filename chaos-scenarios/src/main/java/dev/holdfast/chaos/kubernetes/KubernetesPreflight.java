package dev.holdfast.chaos.kubernetes;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What keeps a run from breaking a namespace of a cluster; nothing when it can.
 *
 * @param missing    sentences that each name one thing and what to do about it
 * @param unverified what could not be looked at, mostly for want of a right that a run itself does not need
 */
public record KubernetesPreflight(List<String> missing, List<String> unverified) {

    static final String CHAOS_NAMESPACE = "chaos-mesh";

    public KubernetesPreflight {
        missing = List.copyOf(missing);
        unverified = List.copyOf(unverified);
    }

    public boolean isReady() {
        return missing.isEmpty();
    }

    /**
     * Looks, and changes nothing.
     *
     * @param kinds those of the faults to come
     */
    public static KubernetesPreflight look(KubernetesCluster cluster, Set<String> kinds) {
        var look = new ClusterLook(cluster.api());
        new TreeSet<>(kinds).forEach(kind -> look.fault(ObjectType.chaos(kind)));
        if (kinds.contains("NetworkChaos")) {
            look.rights(ObjectType.POD_NETWORK_CHAOS, List.of("list", "watch"));
        }
        look.rights(ObjectType.POD, List.of("list", "watch", "patch"));
        look.rights(ObjectType.EVENT, List.of("list", "watch"));
        look.rights(ObjectType.LEASE, List.of("create", "list", "watch", "patch", "delete"));
        look.controller();
        look.daemon();
        return look.preflight();
    }
}
