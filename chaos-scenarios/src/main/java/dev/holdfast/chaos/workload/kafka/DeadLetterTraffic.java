package dev.holdfast.chaos.workload.kafka;

import dev.holdfast.chaos.workload.Orders;
import dev.holdfast.chaos.workload.Recorder;
import dev.holdfast.chaos.workload.kafka.KafkaClientSpec.Acks;
import dev.holdfast.reports.history.Values;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Reads with the {@link DeadLetterConsumer}. */
final class DeadLetterTraffic implements TopicTraffic {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaClientSpec.Consumer spec;
    private final Orders orders;
    private final ConsumerJournal journal;
    private final JournalledRebalances rebalances;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final DeadLetterTopic deadLetters;
    private final DeadLetterConsumer<String> recipe;

    DeadLetterTraffic(KafkaClientSpec.Consumer spec, Recorder recorder, Orders orders) {
        this.spec = spec;
        this.orders = orders;
        this.journal = new ConsumerJournal(spec, recorder);
        this.rebalances = new JournalledRebalances(journal);
        this.consumer = new KafkaConsumer<>(
                ClientSettings.consumer(spec), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.producer = new KafkaProducer<>(
                ClientSettings.producer(
                        spec.bootstrap(),
                        spec.name() + "-dead-letters",
                        Acks.ALL,
                        true,
                        spec.requestTimeoutMs(),
                        5 * spec.requestTimeoutMs()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.deadLetters = new DeadLetterTopic(spec.deadLetterTopic(), producer);
        this.recipe = new DeadLetterConsumer<>(
                consumer,
                RecordCodec::decode,
                (record, id) -> journal.delivered(id, partition(record), record.offset()),
                this::keep,
                new Progress(offsets -> journal.commit(consumer, offsets), Ticker.SYSTEM));
    }

    private void keep(ConsumerRecord<byte[], byte[]> record, Undecodable why) throws InterruptedException {
        TopicPartition partition = partition(record);
        journal.attempted(partition, record.offset(), why);
        Recorder.Operation keep = journal.deadLetter(partition, record.offset());
        try {
            deadLetters.keep(record, why);
        } catch (KafkaException e) {
            keep.info(e);
            throw e;
        }
        keep.ok(Values.none());
    }

    @Override
    public void connect() throws InterruptedException {
        producer.partitionsFor(spec.deadLetterTopic());
        recipe.subscribe(spec.topic(), rebalances);
        while (!rebalances.isMember()) {
            recipe.poll(POLL);
        }
    }

    @Override
    public void run() throws InterruptedException {
        while (!orders.isStopped()) {
            recipe.poll(POLL);
        }
        recipe.commit();
    }

    @Override
    public void readFinally() throws InterruptedException {
        Drain.run(consumer, Duration.ofMillis(spec.drainMs()), () -> recipe.poll(POLL));
        recipe.commit();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofMillis(spec.requestTimeoutMs())));
        producer.close(Duration.ofMillis(spec.requestTimeoutMs()));
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
