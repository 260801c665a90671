package dev.holdfast.chaos.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;

/** The pods of a small ensemble and its clients, with the labels that those under k8s/ have. */
final class PlayedPods {

    private PlayedPods() {}

    static void make(KubernetesClient client, String namespace) {
        for (int i = 0; i < 5; i++) {
            make(client, namespace, "etcd-" + i, "etcd", "server", i);
        }
        for (int i = 0; i < 3; i++) {
            make(client, namespace, "client-" + i, "client", "client", i);
        }
    }

    private static void make(
            KubernetesClient client, String namespace, String name, String program, String component, int index) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels(Map.of(
                        "app.kubernetes.io/name", program,
                        "app.kubernetes.io/component", component,
                        "statefulset.kubernetes.io/pod-name", name,
                        "apps.kubernetes.io/pod-index", String.valueOf(index),
                        "holdfast.dev/role",
                                component.equals("client") ? index == 0 ? "holder" : "waiter" : "follower"))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(program)
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP("10.0.0." + (index + 1))
                .addNewContainerStatus()
                .withName(program)
                .withContainerID("containerd://" + name)
                .withRestartCount(0)
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
        client.pods().inNamespace(namespace).resource(pod).create();
    }

    /** Deletes a pod and makes it again, as a StatefulSet does: the same name, another uid. */
    static void replace(KubernetesClient client, String namespace, String name) {
        Pod old = client.pods().inNamespace(namespace).withName(name).get();
        List<?> unused = client.pods().inNamespace(namespace).withName(name).delete();
        Pod made = new PodBuilder(old)
                .editMetadata()
                .withUid(null)
                .withResourceVersion(null)
                .endMetadata()
                .build();
        client.pods().inNamespace(namespace).resource(made).create();
    }

    static void restart(KubernetesClient client, String namespace, String name) {
        Pod pod = client.pods().inNamespace(namespace).withName(name).get();
        pod.getStatus().getContainerStatuses().forEach(one -> one.setRestartCount(one.getRestartCount() + 1));
        pod.getMetadata().setResourceVersion(null);
        client.pods().inNamespace(namespace).resource(pod).update();
    }
}
