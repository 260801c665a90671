package dev.holdfast.chaos.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesPreflightTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String REVIEWS =
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews?fieldValidation=Strict";

    private final PlayedCluster played = new PlayedCluster();

    @AfterEach
    void close() {
        played.close();
    }

    private void rights(boolean allowed) {
        played.server
                .expect()
                .post()
                .withPath(REVIEWS)
                .andReturn(
                        201,
                        "{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":\"SelfSubjectAccessReview\",\"metadata\":{},"
                                + "\"status\":{\"allowed\":" + allowed + "}}")
                .always();
    }

    private void make(ObjectType type, String where, String yaml) throws JsonProcessingException {
        var objects = played.controllers.genericKubernetesResources(type.context());
        var object = YAML.readValue(yaml, GenericKubernetesResource.class);
        GenericKubernetesResource unused = type.namespaced()
                ? objects.inNamespace(where).resource(object).create()
                : objects.resource(object).create();
    }

    private void install(String runtime, String filter) throws JsonProcessingException {
        make(
                ObjectType.DEPLOYMENT,
                KubernetesPreflight.CHAOS_NAMESPACE,
                "{ apiVersion: apps/v1, kind: Deployment, metadata: { name: chaos-controller-manager, labels: {"
                        + " app.kubernetes.io/component: controller-manager } }, spec: { template: { spec: { containers: ["
                        + " { name: c, env: [ { name: ENABLE_FILTER_NAMESPACE, value: '" + filter
                        + "' } ] } ] } } }, status: { readyReplicas: 1 } }");
        make(
                ObjectType.DAEMON_SET,
                KubernetesPreflight.CHAOS_NAMESPACE,
                "{ apiVersion: apps/v1, kind: DaemonSet, metadata: { name: chaos-daemon, labels: {"
                        + " app.kubernetes.io/component: chaos-daemon } }, spec: { template: { spec: { containers: ["
                        + " { name: d, command: [chaos-daemon, --runtime, " + runtime
                        + ", --runtime-socket-path, /var/run/docker.sock] } ] } } },"
                        + " status: { desiredNumberScheduled: 1, numberReady: 1 } }");
    }

    private KubernetesPreflight look() {
        return KubernetesPreflight.look(played.cluster, Set.of("NetworkChaos"));
    }

    @Test
    void nothing_is_missing_where_chaos_mesh_is_ready_for_the_namespace() throws JsonProcessingException {
        rights(true);
        install("containerd", "false");

        assertThat(look().missing()).isEmpty();
        assertThat(look().unverified()).isEmpty();
    }

    @Test
    void each_missing_thing_has_a_sentence_of_its_own() throws JsonProcessingException {
        rights(false);
        install("docker", "true");

        assertThat(look().missing())
                .anyMatch(one -> one.startsWith("this user may not create, list, watch, delete networkchaos"))
                .anyMatch(one -> one.startsWith("this user may not list, watch, patch pods in namespace 'holdfast'"))
                .anyMatch(one -> one.contains("lacks the annotation chaos-mesh.org/inject: enabled"))
                .anyMatch(one -> one.startsWith("chaos-daemon is told that containers run by docker"
                        + " (socket /var/run/docker.sock), and those of namespace 'holdfast' run by containerd"));
    }

    @Test
    void a_cluster_without_chaos_mesh_lacks_its_controller_and_its_daemon() {
        rights(true);

        assertThat(look().missing())
                .anyMatch(one -> one.startsWith("no ready controller of Chaos Mesh"))
                .anyMatch(one -> one.startsWith("chaos-daemon is not ready"));
    }

    @Test
    void a_kind_that_is_not_installed_is_named() {
        rights(true);
        played.server
                .expect()
                .get()
                .withPath("/apis/chaos-mesh.org/v1alpha1/namespaces/holdfast/networkchaos")
                .andReturn(404, "{\"kind\":\"Status\",\"code\":404,\"message\":\"not found\"}")
                .always();

        assertThat(look().missing())
                .anyMatch(one -> one.startsWith("kind NetworkChaos cannot be listed")
                        && one.contains("networkchaos.chaos-mesh.org"));
    }
}
