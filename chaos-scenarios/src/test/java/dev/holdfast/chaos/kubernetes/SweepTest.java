package dev.holdfast.chaos.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SweepTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectType TYPE = ObjectType.chaos("NetworkChaos");
    private static final Duration WATCHING = Duration.ofSeconds(12);

    private final PlayedCluster played = new PlayedCluster();

    @AfterEach
    void close() {
        played.close();
    }

    private void fault(String run) {
        var unused = played.cluster.api().create(TYPE, object(TYPE, new RunId(run)));
    }

    private static ObjectNode object(ObjectType type, RunId run) {
        ObjectNode object =
                JSON.createObjectNode().put("apiVersion", type.apiVersion()).put("kind", type.kind());
        ObjectNode labels = object.putObject("metadata")
                .put("name", run.name("cut"))
                .put("namespace", PlayedCluster.NAMESPACE)
                .putObject("labels");
        run.labels().forEach(labels::put);
        object.putObject("spec").put("action", "partition");
        return object;
    }

    private List<String> names(ObjectType type) {
        return played.cluster.api().list(type, Map.of()).stream()
                .map(object -> object.at("/metadata/name").asText())
                .toList();
    }

    @Test
    void the_faults_of_dead_runs_are_removed_and_those_of_live_ones_are_not() {
        fault("gone");
        fault("silent");
        JsonNode lease = object(ObjectType.LEASE, new RunId("silent"));
        var unused = played.cluster.api().create(ObjectType.LEASE, lease);
        fault("own");
        Lifeline lifeline = Lifeline.start(played.cluster, new RunId("live"));
        fault("live");

        List<String> said = new Sweep(played.cluster, new RunId("own"), Set.of(TYPE.kind())).run(WATCHING);

        assertThat(said)
                .contains(
                        "NetworkChaos 'cut-gone' of run 'gone': removed",
                        "NetworkChaos 'cut-silent' of run 'silent': removed",
                        "Lease 'cut-silent' of run 'silent': removed");
        assertThat(names(TYPE)).containsExactlyInAnyOrder("cut-live", "cut-own");
        assertThat(names(ObjectType.LEASE)).containsExactly("run-live");
        lifeline.close();
        assertThat(names(ObjectType.LEASE)).isEmpty();
    }
}
