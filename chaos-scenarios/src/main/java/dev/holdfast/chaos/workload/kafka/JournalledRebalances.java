package dev.holdfast.chaos.workload.kafka;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/** Writes rebalances into the history, and knows whether the group has given this member its first assignment. */
final class JournalledRebalances implements ConsumerRebalanceListener {

    private final ConsumerJournal journal;
    private boolean member;

    JournalledRebalances(ConsumerJournal journal) {
        this.journal = journal;
    }

    boolean isMember() {
        return member;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        member = true;
        journal.assigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        journal.revoked(partitions);
    }
}
