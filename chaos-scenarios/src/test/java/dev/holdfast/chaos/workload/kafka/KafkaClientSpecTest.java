package dev.holdfast.chaos.workload.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.chaos.workload.kafka.KafkaClientSpec.Acks;
import dev.holdfast.chaos.workload.kafka.KafkaClientSpec.Recipe;
import org.junit.jupiter.api.Test;

class KafkaClientSpecTest {

    private static final KafkaClientSpec PRODUCER = new KafkaClientSpec.Producer(
            "producer-1", "10.0.0.1:9092", "orders", 7, 1, Acks.LEADER, false, 200, 1_000, 10_000);
    private static final KafkaClientSpec CONSUMER = new KafkaClientSpec.Consumer(
            "consumer-1", "10.0.0.1:9092", "orders", "orders-dead", "group", Recipe.DEAD_LETTER, 1_000, 5_000);

    @Test
    void a_producer_is_read_back_from_its_json() {
        assertThat(KafkaClientSpec.parse(PRODUCER.toJson())).isEqualTo(PRODUCER);
    }

    @Test
    void a_consumer_is_read_back_from_its_json() {
        assertThat(KafkaClientSpec.parse(CONSUMER.toJson())).isEqualTo(CONSUMER);
    }

    @Test
    void the_json_uses_the_words_of_kafka_and_of_the_scenarios() {
        assertThat(PRODUCER.toJson()).contains("\"role\":\"producer\"", "\"acks\":\"1\"");
        assertThat(CONSUMER.toJson()).contains("\"role\":\"consumer\"", "\"recipe\":\"dead-letter\"");
    }

    @Test
    void a_missing_number_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KafkaClientSpec.parse(PRODUCER.toJson().replace("\"ratePerSecond\":200,", "")))
                .withMessageContaining("ratePerSecond");
    }

    @Test
    void a_missing_text_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KafkaClientSpec.parse(CONSUMER.toJson().replace("\"group\":\"group\",", "")))
                .withMessageContaining("group");
    }

    @Test
    void an_unknown_role_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KafkaClientSpec.parse(PRODUCER.toJson().replace("\"producer\"", "\"observer\"")))
                .withMessageContaining("observer");
    }

    @Test
    void idempotence_needs_the_word_of_all() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KafkaClientSpec.Producer(
                        "producer-1", "10.0.0.1:9092", "orders", 7, 1, Acks.LEADER, true, 200, 1_000, 10_000))
                .withMessageContaining("idempotence");
    }

    @Test
    void a_send_is_not_given_up_before_its_first_answer_is_due() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KafkaClientSpec.Producer(
                        "producer-1", "10.0.0.1:9092", "orders", 7, 1, Acks.ALL, true, 200, 1_000, 999))
                .withMessageContaining("deliveryTimeoutMs");
    }
}
