package dev.holdfast.chaos.workload.kafka;

import dev.holdfast.chaos.workload.kafka.KafkaClientSpec.Acks;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The settings of every Kafka client here. They differ from the defaults in what makes a client find the next leader soon:
 * metadata live for half a second and no back-off is longer than a quarter.
 */
final class ClientSettings {

    private ClientSettings() {}

    static Map<String, Object> common(String bootstrap, String clientId, int requestTimeoutMs) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, requestTimeoutMs);
        settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, (long) requestTimeoutMs);
        settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, (long) requestTimeoutMs);
        settings.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, 500L);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50L);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250L);
        settings.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 50L);
        settings.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, 250L);
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }

    static Map<String, Object> producer(
            String bootstrap, String clientId, Acks acks, boolean idempotence, int requestTimeoutMs, int deliveryMs) {
        Map<String, Object> settings = common(bootstrap, clientId, requestTimeoutMs);
        settings.put(ProducerConfig.ACKS_CONFIG, acks.setting());
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, idempotence);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0L);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deliveryMs);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) deliveryMs);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L << 20);
        return settings;
    }

    static Map<String, Object> consumer(KafkaClientSpec.Consumer spec) {
        Map<String, Object> settings = common(spec.bootstrap(), spec.name(), spec.requestTimeoutMs());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, spec.group());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2 * spec.requestTimeoutMs());
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        return settings;
    }
}
