package dev.holdfast.chaos.workload.kafka;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;

/**
 * Dead letters that are kept in a topic: the record's own key, value and headers, and headers, all text, that say where it
 * stood and what was wrong with it. The producer must have {@code acks=all} and stays the caller's to close.
 */
public final class DeadLetterTopic implements DeadLetterConsumer.DeadLetters {

    /** Header: the topic that the record stood in. */
    public static final String SOURCE_TOPIC = "dead-letter.source.topic";
    /** Header: the partition that the record stood in. */
    public static final String SOURCE_PARTITION = "dead-letter.source.partition";
    /** Header: the offset that the record stood at. */
    public static final String SOURCE_OFFSET = "dead-letter.source.offset";
    /** Header: why the record could not be decoded. */
    public static final String ERROR = "dead-letter.error";

    private final String topic;
    private final Producer<byte[], byte[]> producer;

    public DeadLetterTopic(String topic, Producer<byte[], byte[]> producer) {
        this.topic = topic;
        this.producer = producer;
    }

    @Override
    public void keep(ConsumerRecord<byte[], byte[]> source, Undecodable why) throws InterruptedException {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topic, null, source.key(), source.value(), source.headers());
        Headers headers = letter.headers();
        put(headers, SOURCE_TOPIC, source.topic());
        put(headers, SOURCE_PARTITION, Integer.toString(source.partition()));
        put(headers, SOURCE_OFFSET, Long.toString(source.offset()));
        put(headers, ERROR, String.valueOf(why.getMessage()));
        try {
            producer.send(letter).get();
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "keep offset " + source.offset() + " of " + source.topic() + '-' + source.partition() + " in "
                            + topic + ": not acknowledged; it may have been written",
                    e.getCause());
        }
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
