package dev.holdfast.chaos.workload.kafka;

import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A recipe for reading a topic that may hold poison pills: each record is handed on in the order of its partition, a record
 * that cannot be decoded is put aside first, and only what was handed on or put aside is committed.
 *
 * <p>So no record is skipped, and one pill costs its partition the time of one write. Delivery is at least once, to the
 * application and to the dead letters. The consumer must read bytes, must not commit by itself, and is used by one thread;
 * it stays the caller's to close. For users of Kafka's own deserializers a pill is for ever: the error comes again with each
 * poll. Source: https://kafka.apache.org/43/javadoc/org/apache/kafka/common/errors/RecordDeserializationException.html
 *
 * @param <T> what a record's value is decoded to
 */
public final class DeadLetterConsumer<T> {

    /** Turns the bytes of a value, null for a record without one, into the application's type. */
    @FunctionalInterface
    public interface Decoder<T> {
        /** Throws {@link Undecodable} for bytes that it will never understand, and nothing else for such bytes. */
        T decode(byte @Nullable [] value);
    }

    /** Does the application's work with a record; when it throws, the record and what is behind it are read again. */
    @FunctionalInterface
    public interface Application<T> {
        void handle(ConsumerRecord<byte[], byte[]> source, T value) throws InterruptedException;
    }

    /** Where records that cannot be decoded are put. */
    @FunctionalInterface
    public interface DeadLetters {
        /** Returns when the record is kept for good; throws {@link KafkaException} when that is not known. */
        void keep(ConsumerRecord<byte[], byte[]> source, Undecodable why) throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterConsumer.class);

    private final Consumer<byte[], byte[]> consumer;
    private final Decoder<T> decoder;
    private final Application<T> application;
    private final DeadLetters deadLetters;
    private final Progress progress;

    public DeadLetterConsumer(
            Consumer<byte[], byte[]> consumer,
            Decoder<T> decoder,
            Application<T> application,
            DeadLetters deadLetters) {
        this(consumer, decoder, application, deadLetters, new Progress(consumer::commitSync, Ticker.SYSTEM));
    }

    DeadLetterConsumer(
            Consumer<byte[], byte[]> consumer,
            Decoder<T> decoder,
            Application<T> application,
            DeadLetters deadLetters,
            Progress progress) {
        this.consumer = consumer;
        this.decoder = decoder;
        this.application = application;
        this.deadLetters = deadLetters;
        this.progress = progress;
    }

    /** Joins the consumer's group for the topic; the listener is told of each rebalance. */
    public void subscribe(String topic, ConsumerRebalanceListener listener) {
        consumer.subscribe(Set.of(topic), new CommitBeforeRevoke(listener));
    }

    /** Reads once and handles what came. Positions are committed a few times a second, and at once after a dead letter. */
    public void poll(Duration timeout) throws InterruptedException {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
        Set<TopicPartition> waiting = new LinkedHashSet<>(records.partitions());
        try {
            for (TopicPartition partition : records.partitions()) {
                waiting.remove(partition);
                handle(partition, records.records(partition));
            }
        } finally {
            // empty unless the application threw: what it did not see must come again
            waiting.forEach(partition ->
                    consumer.seek(partition, records.records(partition).get(0).offset()));
        }
        progress.commitWhenDue();
    }

    /** Commits what was handled and is not committed yet; a commit in doubt is logged and left to the next. */
    public void commit() {
        progress.commitNow();
    }

    private void handle(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records)
            throws InterruptedException {
        long next = records.get(0).offset();
        long end = records.get(records.size() - 1).offset() + 1;
        try {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (!handle(record)) {
                    return;
                }
                next = record.offset() + 1;
            }
        } finally {
            if (next < end) {
                consumer.seek(partition, next);
            }
        }
    }

    /** Returns false when the record must be read again. */
    private boolean handle(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        T value;
        try {
            value = decoder.decode(record.value());
        } catch (Undecodable e) {
            return putAside(record, e);
        }
        application.handle(record, value);
        progress.handled(record);
        return true;
    }

    private boolean putAside(ConsumerRecord<byte[], byte[]> record, Undecodable why) throws InterruptedException {
        try {
            deadLetters.keep(record, why);
        } catch (KafkaException e) {
            LOG.warn("dead letter in doubt, reads again offset={} of={}", record.offset(), record.topic(), e);
            return false;
        }
        progress.handled(record);
        progress.commitNow();
        return true;
    }

    /** Commits before a partition goes to another member, which then does not begin with what was handled here. */
    private final class CommitBeforeRevoke implements ConsumerRebalanceListener {

        private final ConsumerRebalanceListener listener;

        CommitBeforeRevoke(ConsumerRebalanceListener listener) {
            this.listener = listener;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            listener.onPartitionsAssigned(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            progress.commitNow();
            progress.forget(partitions);
            listener.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            progress.forget(partitions);
            listener.onPartitionsLost(partitions);
        }
    }
}
