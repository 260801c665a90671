package dev.holdfast.chaos.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.chaos.cluster.ClusterException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All that is asked of an API server: create with strict validation, JSON merge patch, delete, list and watch; and the log of
 * a pod. Neither update nor server-side apply: what a controller has written meanwhile is never written back. What an API
 * server refuses is a {@link ClusterException} that says why.
 */
final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GONE = 404;
    private static final int TAKEN = 409;

    private final KubernetesClient client;
    private final String namespace;

    Api(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    String namespace() {
        return namespace;
    }

    static JsonNode json(GenericKubernetesResource object) {
        return JSON.valueToTree(object);
    }

    static String uid(GenericKubernetesResource object) {
        return String.valueOf(object.getMetadata().getUid());
    }

    /** Creates an object and returns its uid; nothing when one of that name is there. */
    Optional<String> create(ObjectType type, JsonNode object) {
        String name = object.at("/metadata/name").asText();
        try {
            return Optional.of(uid(send(type, object)));
        } catch (KubernetesClientException e) {
            if (e.getCode() == TAKEN) {
                return Optional.empty();
            }
            throw ApiError.of("create " + type.kind() + " '" + name + "'", e);
        }
    }

    /** Creates a question, which the server answers by the object that it returns. */
    JsonNode ask(ObjectType type, JsonNode question) {
        return explained("ask " + type.kind(), () -> json(send(type, question)));
    }

    private GenericKubernetesResource send(ObjectType type, JsonNode object) {
        return objects(type)
                .resource(JSON.convertValue(object, GenericKubernetesResource.class))
                .fieldValidation(FieldValidateable.Validation.STRICT)
                .create();
    }

    /** Merges into an object, without reading it first. */
    void patch(ObjectType type, String name, JsonNode merge) {
        ObjectNode named =
                JSON.createObjectNode().put("apiVersion", type.apiVersion()).put("kind", type.kind());
        named.putObject("metadata").put("name", name).put("namespace", namespace);
        GenericKubernetesResource unused = explained(
                "patch " + type.kind() + " '" + name + "'",
                () -> objects(type)
                        .resource(JSON.convertValue(named, GenericKubernetesResource.class))
                        .patch(PatchContext.of(PatchType.JSON_MERGE), merge.toString()));
    }

    /** Asks for an object to be deleted, and returns whether there was one; it may exist on until its finalizers are done. */
    boolean delete(ObjectType type, String name) {
        try {
            return !objects(type).withName(name).delete().isEmpty();
        } catch (KubernetesClientException e) {
            if (e.getCode() == GONE) {
                return false;
            }
            throw ApiError.of("delete " + type.kind() + " '" + name + "'", e);
        }
    }

    List<JsonNode> list(ObjectType type, Map<String, String> labels) {
        return list(type, namespace, labels);
    }

    List<JsonNode> list(ObjectType type, String where, Map<String, String> labels) {
        return explained(
                "list " + type.plural(),
                () -> objects(type, where).withLabels(labels).list().getItems().stream()
                        .map(Api::json)
                        .toList());
    }

    /** Follows one object by its name, also one that does not exist yet. */
    Feed follow(ObjectType type, String name, Changes changes) {
        return explained(
                "watch " + type.kind() + " '" + name + "'",
                () -> Feed.of(objects(type).withName(name), changes));
    }

    /** Follows all objects of a type. */
    Feed follow(ObjectType type, Changes changes) {
        return explained("watch " + type.plural(), () -> Feed.of(objects(type), changes));
    }

    String lastLines(String pod, int count) {
        return explained(
                "read the log of pod '" + pod + "'",
                () -> client.pods()
                        .inNamespace(namespace)
                        .withName(pod)
                        .tailingLines(count)
                        .getLog());
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            objects(ObjectType type) {
        return objects(type, namespace);
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            objects(ObjectType type, String where) {
        MixedOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
                all = client.genericKubernetesResources(type.context());
        return type.namespaced() ? all.inNamespace(where) : all;
    }

    private static <T> T explained(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw ApiError.of(what, e);
        }
    }
}
