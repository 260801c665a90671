package dev.holdfast.chaos.cluster.server;

import dev.holdfast.chaos.cluster.Claim;
import dev.holdfast.chaos.cluster.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Kafka without ZooKeeper: each node is broker and controller. A setting is a line of {@code server.properties}. Its leader
 * is the active controller; each partition has a leader of its own. Source: https://kafka.apache.org/documentation/#configuration
 *
 * @param cluster the cluster's id, the same for every node of one ensemble
 */
record KafkaProgram(ClassPath classPath, KafkaFormat format, String cluster) implements JavaServer {

    private static final int CLIENT_PORT = 9092;
    private static final int CONTROLLER_PORT = 9093;

    static KafkaProgram find(Consumer<String> progress) {
        ClassPath classPath = ClassPath.of("kafka");
        return new KafkaProgram(classPath, KafkaFormat.of(classPath, progress), KafkaFormat.randomId());
    }

    @Override
    public int clientPort() {
        return CLIENT_PORT;
    }

    @Override
    public String version() {
        return classPath.versionOf("kafka-clients");
    }

    @Override
    public String source() {
        return "From Maven, org.apache.kafka:kafka_2.13:" + version() + ".";
    }

    @Override
    public Map<String, String> tuning(int members) {
        Map<String, String> settings = new LinkedHashMap<>();
        timeouts(settings);
        topics(settings, members);
        sizes(settings);
        settings.put(JavaFlags.HEAP, "256m");
        return settings;
    }

    private static void timeouts(Map<String, String> settings) {
        settings.put("controller.quorum.election.timeout.ms", "300");
        settings.put("controller.quorum.fetch.timeout.ms", "500");
        settings.put("controller.quorum.election.backoff.max.ms", "100");
        settings.put("controller.quorum.request.timeout.ms", "500");
        settings.put("controller.quorum.retry.backoff.ms", "20");
        settings.put("controller.quorum.append.linger.ms", "5");
        settings.put("broker.heartbeat.interval.ms", "200");
        settings.put("broker.session.timeout.ms", "1500");
        settings.put("replica.lag.time.max.ms", "1500");
        settings.put("replica.fetch.wait.max.ms", "100");
        settings.put("replica.socket.timeout.ms", "1000");
        settings.put("controller.socket.timeout.ms", "1000");
        settings.put("group.initial.rebalance.delay.ms", "0");
    }

    /** One partition each for the internal topics; a write needs a majority. */
    private static void topics(Map<String, String> settings, int members) {
        String copies = String.valueOf(Math.min(3, members));
        String majority = String.valueOf(Math.min(3, members) / 2 + 1);
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(topic + ".num.partitions", "1");
            settings.put(topic + ".replication.factor", copies);
        }
        settings.put("transaction.state.log.min.isr", majority);
        settings.put("share.coordinator.state.topic.min.isr", majority);
        settings.put("min.insync.replicas", majority);
        settings.put("auto.create.topics.enable", "false");
        settings.put("log.cleaner.enable", "false");
    }

    private static void sizes(Map<String, String> settings) {
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "1");
        settings.put("log.index.size.max.bytes", "1048576");
        settings.put("log.segment.bytes", "16777216");
    }

    @Override
    public Launch launch(Member member, List<Member> all, Map<String, String> settings, List<String> archive)
            throws IOException {
        Path volume = member.volume();
        format.copyTo(volume.resolve("log"), cluster, member.number());
        Path file = volume.resolve("server.properties");
        Files.writeString(file, configuration(member, all, settings));
        List<String> words =
                new ArrayList<>(new JavaFlags(settings.getOrDefault(JavaFlags.HEAP, "256m")).command(volume, archive));
        words.add("-Dkafka.logs.dir=" + volume);
        words.addAll(List.of("-cp", classPath.joined(), "kafka.Kafka", file.toString()));
        return new Launch("kafka", words, Map.of(), volume);
    }

    static String configuration(Member member, List<Member> all, Map<String, String> settings) {
        String voters = all.stream()
                .map(other -> other.number() + "@" + other.address() + ":" + CONTROLLER_PORT)
                .collect(Collectors.joining(","));
        StringBuilder text = new StringBuilder("""
                process.roles=broker,controller
                node.id=%1$d
                controller.quorum.voters=%2$s
                listeners=PLAINTEXT://%3$s:9092,CONTROLLER://%3$s:9093
                advertised.listeners=PLAINTEXT://%3$s:9092
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                log.dirs=%4$s
                """.formatted(
                member.number(), voters, member.address(), member.volume().resolve("log")));
        settings.forEach((key, value) -> {
            if (!key.equals(JavaFlags.HEAP)) {
                text.append(key).append('=').append(value).append('\n');
            }
        });
        return text.toString();
    }

    @Override
    public Claim claim(Member member) throws IOException {
        return KafkaWire.claim(member.address(), CONTROLLER_PORT, member.number());
    }

    @Override
    public boolean isServing(Member leader, int members) throws IOException {
        return KafkaWire.brokers(leader.address(), CLIENT_PORT) >= members;
    }
}
