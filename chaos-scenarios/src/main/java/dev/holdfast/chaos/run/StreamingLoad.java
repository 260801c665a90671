package dev.holdfast.chaos.run;

import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.server.Ensemble;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.scenario.Step;
import dev.holdfast.chaos.scenario.Workload;
import dev.holdfast.chaos.workload.kafka.FinalRead;
import dev.holdfast.chaos.workload.kafka.KafkaClientMain;
import dev.holdfast.chaos.workload.kafka.KafkaClientSpec;
import dev.holdfast.chaos.workload.kafka.PoisonPills;
import dev.holdfast.chaos.workload.kafka.Topics;
import dev.holdfast.reports.history.HistoryWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A producer and a consumer on one topic, and the poison that is put into it. */
final class StreamingLoad implements Load {

    private static final String TOPIC = "events";
    private static final String DEAD_LETTERS = "events.dead-letters";
    private static final int REQUEST_TIMEOUT_MS = 1_500;
    private static final int DELIVERY_TIMEOUT_MS = 20_000;
    private static final int DRAIN_MS = 5_000;
    private static final Duration CREATING = Duration.ofSeconds(60);
    private static final Duration STOPPING = Duration.ofSeconds(40);
    private static final Duration READING = Duration.ofSeconds(60);

    private final Run run;
    private final Workload.Streaming workload;
    private final Clients clients;
    private final HistoryWriter history;
    private final String bootstrap;
    private final Topics topics;
    private final PartitionRoles roles;

    StreamingLoad(
            Run run,
            Workload.Streaming workload,
            LocalCluster cluster,
            Clients clients,
            Ensemble ensemble,
            HistoryWriter history) {
        this.run = run;
        this.workload = workload;
        this.clients = clients;
        this.history = history;
        this.bootstrap = String.join(",", ensemble.endpoints());
        Map<Integer, String> members = new HashMap<>();
        ensemble.members().forEach(member -> members.put(members.size() + 1, member));
        this.topics = Topics.connect(bootstrap, members);
        this.roles = new PartitionRoles(topics, new TopicPartition(TOPIC, 0), cluster, ensemble.members());
    }

    @Override
    public List<String> recipes() {
        return List.of("kafka");
    }

    @Override
    public void start() throws InterruptedException {
        Workload.Topic topic = workload.topic();
        Map<String, String> settings = Map.of("min.insync.replicas", String.valueOf(topic.minInsync()));
        topics.create(TOPIC, topic.partitions(), settings, CREATING);
        topics.create(DEAD_LETTERS, 1, Map.of(), CREATING);
        roles.start();
        specifications()
                .forEach(spec -> clients.start(
                        spec.name(),
                        KafkaClientMain.class.getName(),
                        spec.toJson(),
                        spec instanceof KafkaClientSpec.Producer ? "producer" : "consumer"));
    }

    private List<KafkaClientSpec> specifications() {
        List<KafkaClientSpec> specifications = new ArrayList<>();
        Workload.Producer producer = workload.producer();
        if (producer != null) {
            specifications.add(new KafkaClientSpec.Producer(
                    "producer-0",
                    bootstrap,
                    TOPIC,
                    run.seed(),
                    workload.topic().partitions(),
                    producer.acks() == Workload.Acks.ALL ? KafkaClientSpec.Acks.ALL : KafkaClientSpec.Acks.LEADER,
                    producer.idempotence(),
                    producer.ratePerSecond(),
                    REQUEST_TIMEOUT_MS,
                    DELIVERY_TIMEOUT_MS));
        }
        Workload.Consumer consumer = workload.consumer();
        if (consumer != null) {
            specifications.add(new KafkaClientSpec.Consumer(
                    "consumer-0",
                    bootstrap,
                    TOPIC,
                    DEAD_LETTERS,
                    "readers",
                    consumer.recipe() == Workload.Reading.PLAIN
                            ? KafkaClientSpec.Recipe.PLAIN
                            : KafkaClientSpec.Recipe.DEAD_LETTER,
                    REQUEST_TIMEOUT_MS,
                    DRAIN_MS));
        }
        return specifications;
    }

    @Override
    public StepEffect carryOut(Step step) throws InterruptedException {
        if (!(step instanceof Step.PoisonPill poison)) {
            throw new IllegalArgumentException("step " + step + " means nothing to a topic");
        }
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        List<Evidence> evidence = new ArrayList<>();
        try (PoisonPills pills = PoisonPills.connect(bootstrap, run.seed(), history::append)) {
            for (int i = 0; i < poison.count(); i++) {
                long offset = pills.write(partition);
                evidence.add(new Evidence(
                        "poison-acknowledged",
                        partition.toString(),
                        offset,
                        "offset",
                        "a record that no decoder takes stands at offset " + offset + " of " + partition));
            }
        }
        return new StepEffect(List.of(partition.toString()), true, evidence);
    }

    @Override
    public void readFinally() throws InterruptedException {
        clients.order("stop");
        clients.await("stopped", STOPPING);
        clients.order("final");
        clients.await("done", READING);
        topics.awaitInSync(TOPIC, READING);
        topics.awaitInSync(DEAD_LETTERS, READING);
        new FinalRead(bootstrap, history::append).read(TOPIC, DEAD_LETTERS, READING);
    }

    @Override
    public void close() {
        roles.close();
        topics.close();
    }
}
