package dev.holdfast.chaos.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.chaos.cluster.Deadline;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.kubernetes.Attempts.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules in the network of each pod of a NetworkChaos. Chaos Mesh writes them into the pod's PodNetworkChaos; its daemon
 * sets them and acknowledges the generation that it has set. Source: controllers/chaosimpl/networkchaos/partition/impl.go
 * and controllers/podnetworkchaos of Chaos Mesh 2.8.
 */
final class NetworkRules implements Effect {

    private static final Duration OBSERVING = Duration.ofSeconds(10);

    private final KubernetesCluster cluster;
    private final ChaosObject object;
    private final List<Evidence> evidence = new ArrayList<>();
    private boolean proved;

    NetworkRules(KubernetesCluster cluster, ChaosObject object) {
        this.cluster = cluster;
        this.object = object;
    }

    @Override
    public void during() {
        List<Attempt> records = object.records().all();
        try (Feed rules = cluster.api().follow(ObjectType.POD_NETWORK_CHAOS, cluster.changes())) {
            proved = cluster.changes()
                    .await(
                            Deadline.in(OBSERVING),
                            () -> records.stream().allMatch(record -> isSet(of(record, rules), record)));
            records.forEach(record -> say(record, of(record, rules)));
        }
    }

    private static Optional<JsonNode> of(Attempt record, Feed rules) {
        return rules.objects().stream()
                .filter(one -> one.at("/metadata/name").asText().equals(record.pod()))
                .findFirst();
    }

    private boolean isSet(Optional<JsonNode> found, Attempt record) {
        if (found.isEmpty()) {
            return false;
        }
        JsonNode rules = found.get();
        long committed = object.committedGeneration(record.target());
        long needed =
                committed > 0 ? committed : rules.at("/metadata/generation").asLong(1);
        return rules.path("spec").findValues("source").stream()
                        .anyMatch(source -> source.asText().equals(cluster.namespace() + "/" + object.name()))
                && rules.at("/status/observedGeneration").asLong() >= needed
                && rules.at("/status/failedMessage").asText().isEmpty();
    }

    private void say(Attempt record, Optional<JsonNode> rules) {
        long observed =
                rules.map(one -> one.at("/status/observedGeneration").asLong()).orElse(0L);
        String failure = rules.map(one -> one.at("/status/failedMessage").asText())
                .orElse("there is no PodNetworkChaos of this pod");
        evidence.add(new Evidence(
                "rules-observed",
                record.pod(),
                (double) observed,
                "generation",
                isSet(rules, record)
                        ? "the daemon has set the rules of this fault in " + record.pod() + ", generation " + observed
                        : "the rules of this fault were not seen to be set in " + record.pod() + " within "
                                + OBSERVING.toSeconds() + " s" + (failure.isEmpty() ? "" : ": " + failure)));
    }

    @Override
    public boolean isProved() {
        return proved;
    }

    @Override
    public List<Evidence> evidence() {
        return List.copyOf(evidence);
    }
}
