package dev.holdfast.chaos.workload.kafka;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What one client process of a Kafka workload does; given as JSON in its one argument. The field {@code role} tells which. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "role")
@JsonSubTypes({
    @JsonSubTypes.Type(value = KafkaClientSpec.Producer.class, name = "producer"),
    @JsonSubTypes.Type(value = KafkaClientSpec.Consumer.class, name = "consumer")
})
public sealed interface KafkaClientSpec {

    /** The client's name, which is also its pod's and its process's in the history. */
    String name();

    /** The brokers to begin with, {@code host:port,host:port}. */
    String bootstrap();

    String topic();

    /** How long the client waits for one answer of a broker. */
    int requestTimeoutMs();

    /** Returns the specification as the argument of {@link KafkaClientMain}. */
    default String toJson() {
        try {
            return json().writerFor(KafkaClientSpec.class).writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("client specification of " + name() + " cannot be written", e);
        }
    }

    static KafkaClientSpec parse(String json) {
        try {
            return json().readValue(json, KafkaClientSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("client specification: " + e.getOriginalMessage(), e);
        }
    }

    private static ObjectMapper json() {
        return JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .build();
    }

    /** Whose word a producer takes for a write. */
    enum Acks {
        /** The leader alone. */
        @JsonProperty("1")
        LEADER("1"),
        /** Every in-sync replica. */
        @JsonProperty("all")
        ALL("all");

        private final String setting;

        Acks(String setting) {
            this.setting = setting;
        }

        String setting() {
            return setting;
        }
    }

    /** What a consumer does with a record that it cannot decode. */
    enum Recipe {
        /** Catches the error and polls again. */
        @JsonProperty("plain")
        PLAIN,
        /** Puts it aside; see {@link DeadLetterConsumer}. */
        @JsonProperty("dead-letter")
        DEAD_LETTER
    }

    /**
     * A client that writes to each partition in turn.
     *
     * @param seed the run's seed; the pauses between sends vary by it and by the name
     * @param partitions how many partitions the topic has
     * @param ratePerSecond the mean rate of sends
     * @param deliveryTimeoutMs after which a send is given up; at least the request timeout
     */
    record Producer(
            String name,
            String bootstrap,
            String topic,
            long seed,
            int partitions,
            Acks acks,
            boolean idempotence,
            int ratePerSecond,
            int requestTimeoutMs,
            int deliveryTimeoutMs)
            implements KafkaClientSpec {

        public Producer {
            requireText("name", name);
            requireText("bootstrap", bootstrap);
            requireText("topic", topic);
            requirePositive("partitions", partitions);
            requirePositive("ratePerSecond", ratePerSecond);
            requirePositive("requestTimeoutMs", requestTimeoutMs);
            if (deliveryTimeoutMs < requestTimeoutMs) {
                throw new IllegalArgumentException("deliveryTimeoutMs must be at least requestTimeoutMs "
                        + requestTimeoutMs + ", was " + deliveryTimeoutMs);
            }
            if (idempotence && acks != Acks.ALL) {
                throw new IllegalArgumentException("idempotence must be off unless acks is all, was on with acks 1");
            }
        }
    }

    /**
     * A client that reads as a member of a group.
     *
     * @param deadLetterTopic where the recipe {@code dead-letter} puts what it cannot decode; not used by {@code plain}
     * @param drainMs how long, at most, the final read goes on when it does not reach the end of the topic
     */
    record Consumer(
            String name,
            String bootstrap,
            String topic,
            String deadLetterTopic,
            String group,
            Recipe recipe,
            int requestTimeoutMs,
            int drainMs)
            implements KafkaClientSpec {

        public Consumer {
            requireText("name", name);
            requireText("bootstrap", bootstrap);
            requireText("topic", topic);
            requireText("deadLetterTopic", deadLetterTopic);
            requireText("group", group);
            requirePositive("requestTimeoutMs", requestTimeoutMs);
            requirePositive("drainMs", drainMs);
        }
    }

    private static void requireText(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
    }
}
