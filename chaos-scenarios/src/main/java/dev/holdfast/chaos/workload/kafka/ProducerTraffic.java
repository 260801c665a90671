package dev.holdfast.chaos.workload.kafka;

import dev.holdfast.chaos.workload.Orders;
import dev.holdfast.chaos.workload.Recorder;
import dev.holdfast.chaos.workload.kafka.SendErrors.Stage;
import dev.holdfast.reports.history.Outcome;
import dev.holdfast.reports.history.Values;
import dev.holdfast.spi.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records whose ids are never used twice, to each partition in turn, at its own rate whatever the brokers do: an answer
 * is not waited for. What was missed while the process stood still is not made up for.
 */
final class ProducerTraffic implements TopicTraffic {

    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final KafkaClientSpec.Producer spec;
    private final String subject;
    private final Recorder recorder;
    private final Orders orders;
    private final SplittableRandom random;
    private final KafkaProducer<byte[], byte[]> producer;

    ProducerTraffic(KafkaClientSpec.Producer spec, Recorder recorder, Orders orders) {
        this.spec = spec;
        this.subject = "topic:" + spec.topic();
        this.recorder = recorder;
        this.orders = orders;
        this.random = new SplittableRandom(spec.seed() ^ spec.name().hashCode());
        this.producer = new KafkaProducer<>(
                ClientSettings.producer(
                        spec.bootstrap(),
                        spec.name(),
                        spec.acks(),
                        spec.idempotence(),
                        spec.requestTimeoutMs(),
                        spec.deliveryTimeoutMs()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public void connect() {
        int found = producer.partitionsFor(spec.topic()).size();
        if (found != spec.partitions()) {
            throw new IllegalStateException(
                    "topic " + spec.topic() + " must have " + spec.partitions() + " partitions, has " + found);
        }
    }

    @Override
    public void run() throws InterruptedException {
        long next = Ticker.SYSTEM.nanos();
        for (long number = 1; !orders.stopsWithin(Duration.ofNanos(next - Ticker.SYSTEM.nanos())); number++) {
            send(spec.name() + '-' + number, (int) ((number - 1) % spec.partitions()));
            next = Math.max(next + pauseNanos(), Ticker.SYSTEM.nanos());
        }
        // each send ends within its delivery time-out, so that the history has the end of all of them
        producer.close(Duration.ofMillis(spec.deliveryTimeoutMs() + 1_000L));
    }

    /** Returns half to one and a half times the mean pause, so that sends do not keep step with a broker's timers. */
    private long pauseNanos() {
        return (long) (SECOND_NANOS / (double) spec.ratePerSecond() * (0.5 + random.nextDouble()));
    }

    private void send(String id, int partition) {
        byte[] key = id.getBytes(StandardCharsets.UTF_8);
        Sent sent = new Sent(recorder.invoke(spec.name(), "send", subject, Values.of("id", id)));
        try {
            var unused =
                    producer.send(new ProducerRecord<>(spec.topic(), partition, key, RecordCodec.encode(id)), sent);
        } catch (KafkaException e) {
            sent.failed(e, Stage.CALL);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    /** A send under way. The producer may throw in the call and still call back later: the first word counts. */
    private static final class Sent implements Callback {

        private final Recorder.Operation send;
        private final Thread caller = Thread.currentThread();
        private final AtomicBoolean ended = new AtomicBoolean();

        Sent(Recorder.Operation send) {
            this.send = send;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) { // one of them is null
            if (error != null) {
                failed(error, Thread.currentThread() == caller ? Stage.CALL : Stage.FLIGHT);
            } else if (metadata != null && ended.compareAndSet(false, true)) {
                Values place = Values.of("partition", metadata.partition());
                // a duplicate that the leader has forgotten the place of is acknowledged without an offset
                send.ok(metadata.hasOffset() ? place.with("offset", metadata.offset()) : place);
            }
        }

        void failed(Exception error, Stage stage) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            if (SendErrors.outcome(error, stage) == Outcome.FAIL) {
                send.fail(error);
            } else {
                send.info(error);
            }
        }
    }
}
