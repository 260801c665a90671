package dev.holdfast.chaos.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.chaos.cluster.Deadline;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One Chaos Mesh object of ours on the cluster, and the watch on it. Used by one thread at a time. */
final class ChaosObject implements AutoCloseable {

    private final KubernetesCluster cluster;
    private final ObjectType type;
    private final ObjectNode copy;
    private final Map<String, String> podsBefore;

    // null until it is created
    private @Nullable Feed feed;
    private String uid = "";
    private JsonNode last = MissingNode.getInstance();

    ChaosObject(KubernetesCluster cluster, ObjectNode copy, Map<String, String> podsBefore) {
        this.cluster = cluster;
        this.type = ObjectType.chaos(copy.path("kind").asText());
        this.copy = copy;
        this.podsBefore = Map.copyOf(podsBefore);
    }

    String name() {
        return copy.at("/metadata/name").asText();
    }

    /**
     * Watches the name, then creates the object. A name that is taken is ours: the client sends a request again whose answer
     * was lost, and nobody else makes names with the id of this run.
     */
    void create() {
        Feed watch = cluster.api().follow(type, name(), cluster.changes());
        feed = watch;
        uid = cluster.api().create(type, copy).orElse("");
    }

    /** Returns what is known now. */
    Reading reading() {
        Feed watch = feed;
        JsonNode object = MissingNode.getInstance();
        if (watch != null) {
            object = watch.objects().stream()
                    .filter(one -> one.at("/metadata/name").asText().equals(name()))
                    .reduce((first, second) -> second)
                    .orElse(object);
        }
        if (uid.isEmpty() && !object.isMissingNode()) {
            uid = object.at("/metadata/uid").asText();
        }
        if (object.at("/metadata/uid").asText().equals(uid)) {
            last = object;
        }
        boolean deleted = watch != null && !uid.isEmpty() && watch.isDeleted(uid);
        return new Observed(uid, deleted, object, cluster.events(), podsBefore, cluster.uids()).reading();
    }

    /** Returns the first reading of such a state, or what is known when the deadline passes. */
    Reading await(Deadline deadline, Predicate<FaultState> wanted) {
        boolean unused =
                cluster.changes().await(deadline, () -> wanted.test(reading().state()));
        return reading();
    }

    /** Returns the records as they were shown last. */
    Attempts records() {
        Reading unused = reading();
        return Attempts.of(last);
    }

    /** Returns the generation of a pod's network rules that has this fault's among them; 0 when the status does not say. */
    long committedGeneration(String target) {
        return last.at("/status/instances").path(target).asLong();
    }

    /** Asks for the object to be deleted, and returns whether there was one. */
    boolean delete() {
        return cluster.api().delete(type, name());
    }

    boolean wasForced() {
        return last.at("/metadata/annotations").path(Observed.FORCED).asText().equals("forced");
    }

    /** Returns the pods in whose network rules this object is still named as their source. */
    Set<String> rulesLeft() {
        Set<String> left = new TreeSet<>();
        if (isOfNetworks()) {
            String source = cluster.namespace() + "/" + name();
            for (JsonNode rules : cluster.api().list(ObjectType.POD_NETWORK_CHAOS, Map.of())) {
                if (rules.path("spec").findValues("source").stream()
                        .anyMatch(one -> one.asText().equals(source))) {
                    left.add(rules.at("/metadata/name").asText());
                }
            }
        }
        return left;
    }

    boolean isOfNetworks() {
        return type.kind().equals("NetworkChaos");
    }

    @Override
    public void close() {
        if (feed != null) {
            feed.close();
        }
    }
}
