package dev.holdfast.chaos.workload.kafka;

import dev.holdfast.chaos.workload.Orders;
import dev.holdfast.chaos.workload.Recorder;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads as many users do: a deserializer that throws, and a loop that catches the error and polls again. The poll fails at the
 * same offset each time, at once, for ever; with kafka-clients 4.3.1 the member's other partitions get nothing either.
 *
 * <p>The pause between two attempts is ours, so that the rest of the machine can go on; without it such a loop makes more than
 * a hundred thousand attempts a second. Each attempt is a real poll.
 */
final class PlainTraffic implements TopicTraffic {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final KafkaClientSpec.Consumer spec;
    private final Orders orders;
    private final ConsumerJournal journal;
    private final JournalledRebalances rebalances;
    private final KafkaConsumer<String, String> consumer;
    private final Progress progress;

    PlainTraffic(KafkaClientSpec.Consumer spec, Recorder recorder, Orders orders) {
        this.spec = spec;
        this.orders = orders;
        this.journal = new ConsumerJournal(spec, recorder);
        this.rebalances = new JournalledRebalances(journal);
        this.consumer = new KafkaConsumer<>(
                ClientSettings.consumer(spec), new StringDeserializer(), new ThrowingDeserializer());
        this.progress = new Progress(offsets -> journal.commit(consumer, offsets), Ticker.SYSTEM);
    }

    @Override
    public void connect() throws InterruptedException {
        consumer.subscribe(Set.of(spec.topic()), rebalances);
        while (!rebalances.isMember()) {
            poll();
        }
    }

    @Override
    public void run() throws InterruptedException {
        while (!orders.isStopped()) {
            poll();
        }
        progress.commitNow();
    }

    @Override
    public void readFinally() throws InterruptedException {
        Drain.run(consumer, Duration.ofMillis(spec.drainMs()), () -> poll());
        progress.commitNow();
    }

    private void poll() throws InterruptedException {
        try {
            ConsumerRecords<String, String> records = consumer.poll(POLL);
            for (ConsumerRecord<String, String> record : records) {
                journal.delivered(
                        record.value(), new TopicPartition(record.topic(), record.partition()), record.offset());
                progress.handled(record);
            }
        } catch (RecordDeserializationException e) {
            journal.attempted(e.topicPartition(), e.offset(), e);
            // once stopped there is no pause: the drain asks the brokers for the end of the topic before each poll
            orders.stopsWithin(PAUSE);
        }
        progress.commitWhenDue();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofMillis(spec.requestTimeoutMs())));
    }

    private static final class ThrowingDeserializer implements Deserializer<String> {
        @Override
        public String deserialize(String topic, byte[] value) {
            try {
                return RecordCodec.decode(value);
            } catch (Undecodable e) {
                throw new SerializationException(e);
            }
        }
    }
}
