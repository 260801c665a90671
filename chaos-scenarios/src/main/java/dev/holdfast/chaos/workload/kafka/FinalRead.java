package dev.holdfast.chaos.workload.kafka;

import dev.holdfast.reports.history.Event;
import dev.holdfast.reports.history.Values;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics from their first record to their end, committed records only, and tells the history: a note {@code
 * final-dead-letter} or {@code final} for each record and, when every partition of both topics was read to its end, one
 * {@code final-end}. To be used after the heal, when each client has stopped and the replicas are in sync.
 */
public final class FinalRead {

    private static final String PROCESS = "final-read";
    private static final int REQUEST_TIMEOUT_MS = 1_000;
    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrap;
    private final Consumer<Event> history;

    public FinalRead(String bootstrap, Consumer<Event> history) {
        this.bootstrap = bootstrap;
        this.history = history;
    }

    /** Reads a topic that has no dead letters. */
    public void read(String topic, Duration within) {
        Deadline deadline = Deadline.after(Ticker.SYSTEM, within);
        end(topic, readTopic(topic, deadline), 0);
    }

    /**
     * Reads the dead letters of a topic, then the topic. Throws {@link TopicException} when the end is not reached in time or
     * the first record is gone: the history then has no {@code final-end}, and what was lost cannot be known.
     */
    public void read(String topic, String deadLetterTopic, Duration within) {
        Deadline deadline = Deadline.after(Ticker.SYSTEM, within);
        long letters = readAll(deadLetterTopic, deadline, letter -> note("final-dead-letter", topic, letter(letter)));
        end(topic, readTopic(topic, deadline), letters);
    }

    private long readTopic(String topic, Deadline deadline) {
        return readAll(topic, deadline, record -> note("final", topic, record(record)));
    }

    private void end(String topic, long records, long letters) {
        note("final-end", topic, Values.of("records", records).with("deadLetters", letters));
    }

    private long readAll(String topic, Deadline deadline, Consumer<ConsumerRecord<byte[], byte[]>> onRecord) {
        Map<String, Object> settings = ClientSettings.common(bootstrap, PROCESS, REQUEST_TIMEOUT_MS);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            return readAll(consumer, topic, deadline, onRecord);
        } catch (KafkaException e) {
            throw new TopicException("read all of topic " + topic + ": not read to its end", e);
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofMillis(REQUEST_TIMEOUT_MS)));
        }
    }

    private static long readAll(
            KafkaConsumer<byte[], byte[]> consumer,
            String topic,
            Deadline deadline,
            Consumer<ConsumerRecord<byte[], byte[]>> onRecord) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, deadline.remaining()).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        // offset 0 and no other: a log that begins later has lost its first records to retention
        partitions.forEach(partition -> consumer.seek(partition, 0));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, deadline.remaining());
        long records = 0;
        while (!isRead(consumer, ends, deadline)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                onRecord.accept(record);
                records++;
            }
            if (deadline.hasPassed()) {
                throw new TopicException("read all of topic " + topic + ": " + records
                        + " records read, not to the ends " + ends + " in time");
            }
        }
        return records;
    }

    private static boolean isRead(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends, Deadline deadline) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey(), deadline.remaining()) >= end.getValue());
    }

    private void note(String f, String topic, Values value) {
        history.accept(new Event.Noted(Ticker.SYSTEM.nanos(), PROCESS, f, "topic:" + topic, value));
    }

    private static Values record(ConsumerRecord<byte[], byte[]> record) {
        Values place = Values.of("partition", record.partition()).with("offset", record.offset());
        try {
            return place.with("id", RecordCodec.decode(record.value())).with("poison", false);
        } catch (Undecodable e) {
            return withKey(place, record).with("poison", true);
        }
    }

    private static Values letter(ConsumerRecord<byte[], byte[]> letter) {
        Values source = Values.of("sourcePartition", number(letter, DeadLetterTopic.SOURCE_PARTITION))
                .with("sourceOffset", number(letter, DeadLetterTopic.SOURCE_OFFSET));
        return withKey(source, letter);
    }

    private static Values withKey(Values values, ConsumerRecord<byte[], byte[]> record) {
        return text(record.key()).map(id -> values.with("id", id)).orElse(values);
    }

    /** Returns -1, which no record stands at, for a dead letter that does not say where it comes from. */
    private static long number(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return text(header == null ? null : header.value())
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
    }

    private static Optional<String> text(byte @Nullable [] bytes) { // null for a record without a key
        return Optional.ofNullable(bytes).map(present -> new String(present, StandardCharsets.UTF_8));
    }
}
