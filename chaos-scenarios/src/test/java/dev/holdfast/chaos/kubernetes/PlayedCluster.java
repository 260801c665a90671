package dev.holdfast.chaos.kubernetes;

import dev.holdfast.chaos.cluster.Claim;
import dev.holdfast.chaos.cluster.Role;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** An API server in memory with an ensemble of etcd, its clients, and a Chaos Mesh that is played. */
final class PlayedCluster implements AutoCloseable {

    static final String NAMESPACE = "holdfast";
    private static final String US = "holdfast-under-test";

    final KubernetesMockServer server;
    final KubernetesClient controllers;
    final KubernetesClient ours;
    final PlayedChaosMesh mesh;
    final KubernetesCluster cluster;

    PlayedCluster() {
        Map<ServerRequest, Queue<ServerResponse>> responses = new ConcurrentHashMap<>();
        server = new KubernetesMockServer(
                new Context(), new MockWebServer(), responses, new KubernetesMixedDispatcher(responses), false);
        server.init();
        controllers = server.createClient();
        ours = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(controllers.getConfiguration())
                        .withUserAgent(US)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
        PlayedPods.make(controllers, NAMESPACE);
        mesh = new PlayedChaosMesh(controllers, NAMESPACE);
        mesh.watch("PodChaos");
        mesh.watch("NetworkChaos");
        cluster = KubernetesCluster.open(
                ours, NAMESPACE, pod -> new Claim(pod.name().equals("etcd-1") ? Role.LEADER : Role.FOLLOWER, 7));
    }

    /** Returns the requests that came from what is under test so far. */
    List<RecordedRequest> requests() throws InterruptedException {
        List<RecordedRequest> ours = new ArrayList<>();
        RecordedRequest next = server.takeRequest(1, TimeUnit.MILLISECONDS);
        while (next != null) {
            if (US.equals(next.getHeader("User-Agent"))) {
                ours.add(next);
            }
            next = server.takeRequest(1, TimeUnit.MILLISECONDS);
        }
        return ours;
    }

    @Override
    public void close() {
        cluster.close();
        ours.close();
        controllers.close();
        server.destroy();
    }
}
