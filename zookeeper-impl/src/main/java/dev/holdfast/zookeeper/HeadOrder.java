package dev.holdfast.zookeeper;

import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the head of a queue, as it was read, is older than one that was told. A lower token that stays for longer than a
 * session timeout is not: the ensemble was restored then. For one thread at a time.
 */
final class HeadOrder {

    private final Ticker ticker;
    private final Duration patience;
    private volatile long highestToken = -1;
    private volatile @Nullable Deadline lowerUntil;

    HeadOrder(Ticker ticker, Duration patience) {
        this.ticker = ticker;
        this.patience = patience;
    }

    /** Returns whether a lower token was read last, so that another reading must follow. */
    boolean isUndecided() {
        return lowerUntil != null;
    }

    /** Notes the head of a reading; returns whether it must not be told. */
    boolean isStale(long token) {
        if (token < highestToken) {
            Deadline until = lowerUntil;
            if (until == null) {
                until = Deadline.after(ticker, patience);
                lowerUntil = until;
            }
            if (!until.hasPassed()) {
                return true;
            }
        }
        lowerUntil = null;
        highestToken = token;
        return false;
    }
}
