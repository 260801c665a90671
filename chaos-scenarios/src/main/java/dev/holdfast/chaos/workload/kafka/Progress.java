package dev.holdfast.chaos.workload.kafka;

import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the records of each partition have been handled, and of that what is not committed yet. For use by one thread. */
final class Progress {

    /** Takes offsets for good, or throws. */
    interface Commit {
        void commit(Map<TopicPartition, OffsetAndMetadata> offsets);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final Duration EVERY = Duration.ofMillis(200);

    private final Commit commit;
    private final Ticker ticker;
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
    private Deadline due;

    Progress(Commit commit, Ticker ticker) {
        this.commit = commit;
        this.ticker = ticker;
        this.due = Deadline.after(ticker, EVERY);
    }

    void handled(ConsumerRecord<?, ?> record) {
        uncommitted.put(
                new TopicPartition(record.topic(), record.partition()),
                new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
    }

    void forget(Iterable<TopicPartition> partitions) {
        partitions.forEach(uncommitted::remove);
    }

    void commitWhenDue() {
        if (due.hasPassed()) {
            commitNow();
        }
    }

    /**
     * Commits what was handled. A commit that was not answered, or came in the middle of a rebalance, is tried again with the
     * next one; the worst that follows is that records are delivered again.
     */
    void commitNow() {
        due = Deadline.after(ticker, EVERY);
        if (uncommitted.isEmpty()) {
            return;
        }
        try {
            commit.commit(Map.copyOf(uncommitted));
            uncommitted.clear();
        } catch (RetriableException | CommitFailedException e) {
            LOG.warn("commit in doubt offsets={} error={}", uncommitted, e.toString());
        }
    }
}
