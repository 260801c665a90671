package dev.holdfast.chaos.workload.kafka;

import dev.holdfast.chaos.workload.kafka.KafkaClientSpec.Acks;
import dev.holdfast.reports.history.Event;
import dev.holdfast.reports.history.Values;
import dev.holdfast.spi.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records that the workload's decoder refuses, with {@code acks=all}, and tells the history where they stand. The kinds
 * (noise, cut off, wrong checksum, empty) follow from the seed. For use by one thread.
 */
public final class PoisonPills implements AutoCloseable {

    private static final String PROCESS = "poison-pills";
    private static final int REQUEST_TIMEOUT_MS = 1_000;
    private static final int DELIVERY_TIMEOUT_MS = 30_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final SplittableRandom random;
    private final Consumer<Event> history;
    private long written;

    private PoisonPills(KafkaProducer<byte[], byte[]> producer, long seed, Consumer<Event> history) {
        this.producer = producer;
        this.random = new SplittableRandom(seed);
        this.history = history;
    }

    public static PoisonPills connect(String bootstrap, long seed, Consumer<Event> history) {
        return new PoisonPills(
                new KafkaProducer<>(
                        ClientSettings.producer(
                                bootstrap, PROCESS, Acks.ALL, true, REQUEST_TIMEOUT_MS, DELIVERY_TIMEOUT_MS),
                        new ByteArraySerializer(),
                        new ByteArraySerializer()),
                seed,
                history);
    }

    /**
     * Writes the next pill and returns its offset; adds the note {@code poisoned}. Throws {@link TopicException} when no
     * broker acknowledged it within 30 s: the pill may be in the topic, so the run must not be judged.
     */
    public long write(TopicPartition partition) throws InterruptedException {
        String id = "poison-" + ++written;
        PoisonPill pill = PoisonPill.of(random);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                partition.topic(), partition.partition(), id.getBytes(StandardCharsets.UTF_8), pill.value(id, random));
        try {
            RecordMetadata place = producer.send(record).get();
            history.accept(new Event.Noted(
                    Ticker.SYSTEM.nanos(),
                    PROCESS,
                    "poisoned",
                    "topic:" + partition.topic(),
                    Values.of("id", id)
                            .with("partition", place.partition())
                            .with("offset", place.offset())
                            .with("kind", pill.name().toLowerCase(Locale.ROOT).replace('_', '-'))));
            return place.offset();
        } catch (ExecutionException e) {
            throw new TopicException("write " + id + " to " + partition + ": not acknowledged; it may be there", e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofMillis(REQUEST_TIMEOUT_MS));
    }
}
