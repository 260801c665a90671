package dev.holdfast.chaos.run;

import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.workload.kafka.TopicException;
import dev.holdfast.chaos.workload.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a label of each broker's pod true: whether it leads the partition under test or follows. Not to be mistaken for
 * the role of the pod, which is that of its controller.
 */
final class PartitionRoles implements AutoCloseable {

    /** The label, with the value {@code leader} or {@code follower}. */
    static final String LABEL = "holdfast.dev/partition-role";

    private static final Logger log = LoggerFactory.getLogger(PartitionRoles.class);
    private static final Duration EVERY = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final Topics topics;
    private final TopicPartition partition;
    private final LocalCluster cluster;
    private final List<String> members;
    private final CountDownLatch closed = new CountDownLatch(1);

    PartitionRoles(Topics topics, TopicPartition partition, LocalCluster cluster, List<String> members) {
        this.topics = topics;
        this.partition = partition;
        this.cluster = cluster;
        this.members = List.copyOf(members);
    }

    /** Sets the labels once, and from then on in the background. */
    void start() throws InterruptedException {
        look();
        Thread thread = new Thread(this::watch, "partition-roles");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException | TopicException e) {
            log.debug("roles of {} are no longer watched: {}", partition, e.getMessage());
        }
    }

    private void look() throws InterruptedException {
        topics.leader(partition, ANSWER)
                .ifPresent(leader -> members.forEach(member ->
                        cluster.setLabel(member, LABEL, member.equals(leader.member()) ? "leader" : "follower")));
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
