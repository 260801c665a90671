package dev.holdfast.chaos.kubernetes;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Locale;

/**
 * A type of object that is read or written.
 *
 * @param group  empty for the core types
 * @param plural the word in addresses and in rights
 */
record ObjectType(String group, String version, String kind, String plural, boolean namespaced) {

    static final ObjectType POD = new ObjectType("", "v1", "Pod", "pods", true);
    static final ObjectType EVENT = new ObjectType("", "v1", "Event", "events", true);
    static final ObjectType NAMESPACE = new ObjectType("", "v1", "Namespace", "namespaces", false);
    static final ObjectType LEASE = new ObjectType("coordination.k8s.io", "v1", "Lease", "leases", true);
    static final ObjectType DEPLOYMENT = new ObjectType("apps", "v1", "Deployment", "deployments", true);
    static final ObjectType DAEMON_SET = new ObjectType("apps", "v1", "DaemonSet", "daemonsets", true);
    static final ObjectType ACCESS_REVIEW =
            new ObjectType("authorization.k8s.io", "v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews", false);
    static final ObjectType POD_NETWORK_CHAOS = chaos("PodNetworkChaos");

    /** Returns the type of a kind of Chaos Mesh whose name ends in Chaos; its plural is its name in lower case. */
    static ObjectType chaos(String kind) {
        return new ObjectType("chaos-mesh.org", "v1alpha1", kind, kind.toLowerCase(Locale.ROOT), true);
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + '/' + version;
    }

    ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }
}
