package dev.holdfast.chaos.workload.kafka;

import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Counts the attempts at one poison pill after the other, and says when to write the count down: at the first, and then not
 * more often than every 250 ms, since a blocked consumer makes very many. For use by one thread.
 */
final class PoisonAttempts {

    static final Duration EVERY = Duration.ofMillis(250);

    private record Place(TopicPartition partition, long offset) {}

    private final Ticker ticker;

    // null before the first pill
    private @Nullable Place place;
    private long attempts;
    private long toldAtNanos;

    PoisonAttempts(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Counts one attempt; returns how many there were at this pill when it is time to tell. */
    OptionalLong count(TopicPartition partition, long offset) {
        Place now = new Place(partition, offset);
        boolean first = !now.equals(place);
        attempts = first ? 1 : attempts + 1;
        place = now;
        long nanos = ticker.nanos();
        if (!first && nanos - toldAtNanos < EVERY.toNanos()) {
            return OptionalLong.empty();
        }
        toldAtNanos = nanos;
        return OptionalLong.of(attempts);
    }
}
