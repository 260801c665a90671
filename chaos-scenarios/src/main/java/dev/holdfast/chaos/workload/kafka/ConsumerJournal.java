package dev.holdfast.chaos.workload.kafka;

import dev.holdfast.chaos.workload.Recorder;
import dev.holdfast.reports.history.Values;
import dev.holdfast.spi.Ticker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** What a consumer of the workload writes into the history. For use by one thread. */
final class ConsumerJournal {

    private final String process;
    private final String subject;
    private final Recorder recorder;
    private final PoisonAttempts attempts = new PoisonAttempts(Ticker.SYSTEM);

    ConsumerJournal(KafkaClientSpec.Consumer spec, Recorder recorder) {
        this.process = spec.name();
        this.subject = "topic:" + spec.topic();
        this.recorder = recorder;
    }

    /** The application has a good record. */
    void delivered(String id, TopicPartition partition, long offset) {
        recorder.note(
                process,
                "delivered",
                subject,
                Values.of("id", id).with("partition", partition.partition()).with("offset", offset));
    }

    /** A record could not be decoded, once more. */
    void attempted(TopicPartition partition, long offset, Exception error) {
        attempts.count(partition, offset)
                .ifPresent(count -> recorder.note(
                        process,
                        "poison-attempt",
                        subject,
                        place(partition, offset).with("attempts", count).with("error", error.toString())));
    }

    void assigned(Collection<TopicPartition> partitions) {
        recorder.note(process, "assigned", subject, Values.of("partitions", numbers(partitions)));
    }

    void revoked(Collection<TopicPartition> partitions) {
        recorder.note(process, "revoked", subject, Values.of("partitions", numbers(partitions)));
    }

    Recorder.Operation deadLetter(TopicPartition partition, long offset) {
        return recorder.invoke(process, "dead-letter", subject, place(partition, offset));
    }

    /** Commits, as one operation for each partition. A commit that fails may still have been taken in an earlier attempt. */
    void commit(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        List<Recorder.Operation> commits = new ArrayList<>();
        offsets.forEach((partition, next) ->
                commits.add(recorder.invoke(process, "commit", subject, place(partition, next.offset()))));
        try {
            consumer.commitSync(offsets);
        } catch (KafkaException e) {
            commits.forEach(commit -> commit.info(e));
            throw e;
        }
        commits.forEach(commit -> commit.ok(Values.none()));
    }

    private static Values place(TopicPartition partition, long offset) {
        return Values.of("partition", partition.partition()).with("offset", offset);
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).sorted().toList();
    }
}
