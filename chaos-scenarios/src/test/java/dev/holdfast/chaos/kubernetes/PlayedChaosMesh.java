package dev.holdfast.chaos.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Plays the controllers of Chaos Mesh and of StatefulSets: writes what they write, in the order in which they do. */
final class PlayedChaosMesh implements ResourceEventHandler<GenericKubernetesResource> {

    /** What goes wrong. */
    enum Mishap {
        NOBODY_IS_SELECTED,
        DAEMON_SETS_NO_RULES,
        RULES_ARE_LEFT
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;
    private final String namespace;
    private final Set<Mishap> mishaps = ConcurrentHashMap.newKeySet();

    PlayedChaosMesh(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    void goesWrong(Mishap mishap) {
        mishaps.add(mishap);
    }

    void watch(String kind) {
        client.genericKubernetesResources(ObjectType.chaos(kind).context())
                .inNamespace(namespace)
                .inform(this);
    }

    Resource<GenericKubernetesResource> object(ObjectType type, String name) {
        return client.genericKubernetesResources(type.context())
                .inNamespace(namespace)
                .withName(name);
    }

    /** Writes a whole object, as controllers do: the server in memory adds lists up when it merges. */
    private void write(ObjectType type, ObjectNode object) {
        object.withObject("/metadata").remove("resourceVersion");
        client.genericKubernetesResources(type.context())
                .inNamespace(namespace)
                .resource(JSON.convertValue(object, GenericKubernetesResource.class))
                .update();
    }

    @Override
    public void onAdd(GenericKubernetesResource added) {
        ObjectNode object = (ObjectNode) Api.json(added);
        ObjectType type = ObjectType.chaos(object.path("kind").asText());
        String name = object.at("/metadata/name").asText();
        object.withObject("/metadata").putArray("finalizers").add("chaos-mesh/records");
        ObjectNode experiment =
                object.putObject("status").putObject("experiment").put("desiredPhase", "Run");
        if (mishaps.contains(Mishap.NOBODY_IS_SELECTED)) {
            warn(object);
        } else {
            ArrayNode records = experiment.putArray("containerRecords");
            select(object.path("spec"), ".", records);
            select(object.at("/spec/target"), ".Target", records);
            records.forEach(
                    record -> apply(type, name, object.at("/spec/action").asText(), record));
        }
        write(type, object);
    }

    private void select(JsonNode spec, String key, ArrayNode records) {
        spec.at("/selector/pods")
                .path(namespace)
                .forEach(pod -> records.addObject()
                        .put("id", namespace + "/" + pod.asText())
                        .put("selectorKey", key)
                        .put("phase", "Injected")
                        .put("injectedCount", 1)
                        .put("recoveredCount", 0));
    }

    private void apply(ObjectType type, String name, String action, JsonNode record) {
        String pod = record.path("id").asText().split("/", -1)[1];
        if (type.kind().equals("NetworkChaos")) {
            setRules(name, pod);
        } else if (action.equals("pod-kill")) {
            PlayedPods.replace(client, namespace, pod);
        } else if (action.equals("container-kill")) {
            PlayedPods.restart(client, namespace, pod);
        }
    }

    private void setRules(String fault, String pod) {
        if (object(ObjectType.POD_NETWORK_CHAOS, pod).get() != null) {
            // a pod that the fault and its peers both select has one set of rules
            return;
        }
        ObjectNode rules = JSON.createObjectNode()
                .put("apiVersion", ObjectType.POD_NETWORK_CHAOS.apiVersion())
                .put("kind", ObjectType.POD_NETWORK_CHAOS.kind());
        rules.putObject("metadata").put("name", pod).put("namespace", namespace);
        rules.putObject("spec").putArray("iptables").addObject().put("source", namespace + "/" + fault);
        if (mishaps.contains(Mishap.DAEMON_SETS_NO_RULES)) {
            rules.putObject("status").put("failedMessage", "unable to create ip sets");
        } else {
            rules.putObject("status").put("observedGeneration", 1);
        }
        client.genericKubernetesResources(ObjectType.POD_NETWORK_CHAOS.context())
                .inNamespace(namespace)
                .resource(JSON.convertValue(rules, GenericKubernetesResource.class))
                .create();
    }

    private void warn(JsonNode object) {
        ObjectNode event = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata").put("name", "no-target").put("namespace", namespace);
        event.putObject("involvedObject").put("uid", object.at("/metadata/uid").asText());
        event.put("type", "Warning").put("message", "Failed to select targets: no pod is selected");
        client.genericKubernetesResources(ObjectType.EVENT.context())
                .inNamespace(namespace)
                .resource(JSON.convertValue(event, GenericKubernetesResource.class))
                .create();
    }

    @Override
    public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource updated) {
        ObjectNode object = (ObjectNode) Api.json(updated);
        boolean ends = object.path("metadata").hasNonNull("deletionTimestamp");
        if (ends && object.at("/status/experiment/desiredPhase").asText().equals("Run")) {
            recover(object);
        }
    }

    private void recover(ObjectNode object) {
        ObjectType type = ObjectType.chaos(object.path("kind").asText());
        ObjectNode experiment = object.withObject("/status").withObject("/experiment");
        experiment.put("desiredPhase", "Stop");
        for (JsonNode record : experiment.path("containerRecords")) {
            ((ObjectNode) record).put("phase", "Not Injected").put("recoveredCount", 1);
            dropRules(type, record);
        }
        write(type, object);
        object.withObject("/metadata").putArray("finalizers");
        write(type, object);
    }

    private void dropRules(ObjectType type, JsonNode record) {
        if (type.kind().equals("NetworkChaos") && !mishaps.contains(Mishap.RULES_ARE_LEFT)) {
            List<?> unused = object(
                            ObjectType.POD_NETWORK_CHAOS,
                            record.path("id").asText().split("/", -1)[1])
                    .delete();
        }
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean unknown) {}
}
