package dev.holdfast.chaos.workload.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterConsumerTest {

    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<String> seen = new ArrayList<>();
    private int failures;
    private final DeadLetterConsumer<String> recipe =
            new DeadLetterConsumer<>(consumer, RecordCodec::decode, this::deliver, this::keep);

    @BeforeEach
    void joinTheGroup() {
        recipe.subscribe("orders", new Ignored());
        consumer.rebalance(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    @Test
    void good_records_and_dead_letters_come_in_the_order_of_the_partition() throws InterruptedException {
        add(0, RecordCodec.encode("a"));
        add(1, new byte[0]);
        add(2, RecordCodec.encode("b"));
        recipe.poll(Duration.ZERO);
        recipe.commit();
        assertThat(seen).containsExactly("a", "kept 1", "b");
        assertThat(committed()).isEqualTo(3);
    }

    @Test
    void a_pill_whose_dead_letter_is_in_doubt_is_not_committed_and_read_again() throws InterruptedException {
        failures = 1;
        add(0, RecordCodec.encode("a"));
        add(1, new byte[0]);
        add(2, RecordCodec.encode("b"));
        recipe.poll(Duration.ZERO);
        recipe.commit();
        assertThat(committed()).isEqualTo(1);
        assertThat(consumer.position(PARTITION)).isEqualTo(1);
        add(1, new byte[0]);
        add(2, RecordCodec.encode("b"));
        recipe.poll(Duration.ZERO);
        assertThat(seen).containsExactly("a", "kept 1", "b");
    }

    @Test
    void what_the_application_did_not_take_is_not_committed_and_read_again() {
        failures = 1;
        add(0, RecordCodec.encode("a"));
        add(1, RecordCodec.encode("throw"));
        add(2, RecordCodec.encode("b"));
        assertThatIllegalStateException().isThrownBy(() -> recipe.poll(Duration.ZERO));
        recipe.commit();
        assertThat(committed()).isEqualTo(1);
        assertThat(consumer.position(PARTITION)).isEqualTo(1);
    }

    @Test
    void what_was_handled_is_committed_before_the_partition_goes() throws InterruptedException {
        add(0, RecordCodec.encode("a"));
        recipe.poll(Duration.ZERO);
        consumer.rebalance(List.of());
        consumer.rebalance(List.of(PARTITION));
        assertThat(committed()).isEqualTo(1);
    }

    private void deliver(ConsumerRecord<byte[], byte[]> source, String id) {
        if (id.equals("throw")) {
            throw new IllegalStateException("the application cannot go on");
        }
        seen.add(id);
    }

    private void keep(ConsumerRecord<byte[], byte[]> source, Undecodable why) {
        if (failures-- > 0) {
            throw new KafkaException("no answer");
        }
        seen.add("kept " + source.offset());
    }

    private void add(long offset, byte[] value) {
        consumer.addRecord(
                new ConsumerRecord<>("orders", 0, offset, ("key-" + offset).getBytes(StandardCharsets.UTF_8), value));
    }

    private long committed() {
        return consumer.committed(Set.of(PARTITION)).get(PARTITION).offset();
    }

    private static final class Ignored implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
    }
}
