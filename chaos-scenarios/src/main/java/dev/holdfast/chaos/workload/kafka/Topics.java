package dev.holdfast.chaos.workload.kafka;

import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics of a run, for the runner: creates them and asks who leads. Safe for use by several threads. Every method
 * that waits throws {@link TopicException} when the time is over, except {@link #leader}.
 */
public final class Topics implements AutoCloseable {

    private static final short REPLICAS = 3;
    private static final int IN_SYNC_MIN = 2;
    private static final int REQUEST_TIMEOUT_MS = 1_000;
    private static final long STEP_MS = 50;

    private final Admin admin;
    private final Map<Integer, String> members;

    private Topics(Admin admin, Map<Integer, String> members) {
        this.admin = admin;
        this.members = Map.copyOf(members);
    }

    /**
     * Returns at once; a broker need not answer yet.
     *
     * @param members the name of the member that each broker id belongs to
     */
    public static Topics connect(String bootstrap, Map<Integer, String> members) {
        Map<String, Object> settings = ClientSettings.common(bootstrap, "runner-topics", REQUEST_TIMEOUT_MS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5 * REQUEST_TIMEOUT_MS);
        return new Topics(Admin.create(settings), members);
    }

    /**
     * Creates a topic with three replicas, of which two must be in sync for a write with {@code acks=all}, and waits until each
     * partition has a leader and all replicas in sync.
     *
     * @param settings more settings of the topic; they take precedence
     */
    public void create(String topic, int partitions, Map<String, String> settings, Duration within)
            throws InterruptedException {
        Deadline deadline = Deadline.after(Ticker.SYSTEM, within);
        Map<String, String> all = new HashMap<>(Map.of("min.insync.replicas", Integer.toString(IN_SYNC_MIN)));
        all.putAll(settings);
        NewTopic wanted = new NewTopic(topic, partitions, REPLICAS).configs(all);
        while (!isCreated(wanted, deadline)) {
            pause(deadline, "create topic " + topic + ": no broker took it in " + within + "; it may exist");
        }
        awaitInSync(topic, deadline.remaining());
    }

    /** Waits until each partition of the topic has a leader and all its replicas in sync. */
    public void awaitInSync(String topic, Duration within) throws InterruptedException {
        Deadline deadline = Deadline.after(Ticker.SYSTEM, within);
        while (!describe(topic, deadline).map(Topics::isInSync).orElse(false)) {
            pause(deadline, "wait for the replicas of topic " + topic + ": not all are in sync after " + within);
        }
    }

    /**
     * Returns who leads the partition; empty when it has no leader, or when no broker said so in that time. A broker that is
     * paused costs a second, then another one is asked.
     */
    public Optional<PartitionLeader> leader(TopicPartition partition, Duration within) throws InterruptedException {
        return describe(partition.topic(), Deadline.after(Ticker.SYSTEM, within))
                .flatMap(topic -> topic.partitions().stream()
                        .filter(each -> each.partition() == partition.partition() && hasLeader(each))
                        .findAny())
                .map(found -> leader(found.leader()));
    }

    private PartitionLeader leader(Node broker) {
        String member = members.get(broker.id());
        if (member == null) {
            throw new TopicException("leader: broker " + broker.id() + " is no member; members are " + members);
        }
        return new PartitionLeader(broker.id(), member);
    }

    private boolean isCreated(NewTopic topic, Deadline deadline) throws InterruptedException {
        try {
            admin.createTopics(List.of(topic), new CreateTopicsOptions().timeoutMs(millis(deadline)))
                    .all()
                    .get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return true; // an attempt before this one, whose answer was lost
            }
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            // too few brokers are registered while the ensemble is starting
            if (e.getCause() instanceof InvalidReplicationFactorException) {
                return false;
            }
            throw new TopicException("create topic " + topic.name() + ": refused; it does not exist", e);
        }
    }

    private Optional<TopicDescription> describe(String topic, Deadline deadline) throws InterruptedException {
        try {
            return Optional.ofNullable(
                    admin.describeTopics(Set.of(topic), new DescribeTopicsOptions().timeoutMs(millis(deadline)))
                            .allTopicNames()
                            .get()
                            .get(topic));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return Optional.empty();
            }
            throw new TopicException("describe topic " + topic + ": refused; nothing is known of it", e);
        }
    }

    private static boolean isInSync(TopicDescription topic) {
        return topic.partitions().stream()
                .allMatch(partition ->
                        hasLeader(partition) && ids(partition.isr()).containsAll(ids(partition.replicas())));
    }

    private static boolean hasLeader(TopicPartitionInfo partition) {
        return partition.leader() != null && !partition.leader().isEmpty();
    }

    private static Set<Integer> ids(List<Node> brokers) {
        return brokers.stream().map(Node::id).collect(Collectors.toSet());
    }

    private static int millis(Deadline deadline) {
        return (int)
                Math.max(1, Math.min(Integer.MAX_VALUE, deadline.remaining().toMillis()));
    }

    private static void pause(Deadline deadline, String late) throws InterruptedException {
        if (deadline.hasPassed() || new CountDownLatch(1).await(STEP_MS, TimeUnit.MILLISECONDS)) {
            throw new TopicException(late);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofMillis(REQUEST_TIMEOUT_MS));
    }
}
