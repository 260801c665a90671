package dev.holdfast.spi;

import java.time.Duration;

/**
 * A point on the monotonic clock by which something must be done. Immutable.
 *
 * @param ticker the clock
 * @param atNanos the point, on the ticker's scale
 */
public record Deadline(Ticker ticker, long atNanos) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** Returns the deadline that lies {@code wait} from now; a negative wait counts as none, a very long one as a year. */
    public static Deadline after(Ticker ticker, Duration wait) {
        Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait.isNegative() ? Duration.ZERO : wait;
        return new Deadline(ticker, ticker.nanos() + bounded.toNanos());
    }

    /** Returns the nanoseconds that are left; zero when the deadline has passed. */
    public long remainingNanos() {
        return Math.max(0, atNanos - ticker.nanos());
    }

    /** Returns the time that is left; zero when the deadline has passed. */
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    public boolean hasPassed() {
        return ticker.nanos() - atNanos >= 0;
    }

    /** Returns the earlier of this deadline and the one that lies {@code wait} from now. */
    public Deadline orAfter(Duration wait) {
        Deadline other = after(ticker, wait);
        return other.atNanos - atNanos < 0 ? other : this;
    }
}
