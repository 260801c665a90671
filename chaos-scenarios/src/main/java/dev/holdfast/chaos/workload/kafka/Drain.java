package dev.holdfast.chaos.workload.kafka;

import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Polls on until a consumer has reached the end of its partitions, or for so long; a blocked one never gets there. */
final class Drain {

    /** One poll. */
    interface Poll {
        void poll() throws InterruptedException;
    }

    private Drain() {}

    static void run(Consumer<?, ?> consumer, Duration atMost, Poll poll) throws InterruptedException {
        Deadline deadline = Deadline.after(Ticker.SYSTEM, atMost);
        while (!deadline.hasPassed() && !isAtEnd(consumer, deadline.remaining())) {
            poll.poll();
        }
    }

    private static boolean isAtEnd(Consumer<?, ?> consumer, Duration within) {
        if (consumer.assignment().isEmpty()) {
            return false;
        }
        try {
            for (Map.Entry<TopicPartition, Long> end :
                    consumer.endOffsets(consumer.assignment(), within).entrySet()) {
                if (consumer.position(end.getKey(), within) < end.getValue()) {
                    return false;
                }
            }
            return true;
        } catch (TimeoutException e) {
            return false; // not known yet: the caller asks again until its deadline
        }
    }
}
