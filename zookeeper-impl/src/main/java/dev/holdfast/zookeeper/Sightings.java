package dev.holdfast.zookeeper;

import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Judges each reading of a node by those before it. A node that was removed and made again has another czxid, though its
 * version may be the same.
 *
 * <p>A reading that is older than one before comes from a member that lags, and is passed over; if only such readings
 * come for longer than a session timeout, the ensemble itself has gone back. Not safe for use by many threads.
 */
final class Sightings {

    private final Ticker ticker;
    private final Duration patience;
    private @Nullable Sighting last;
    private @Nullable Deadline olderUntil;

    Sightings(Ticker ticker, Duration patience) {
        this.ticker = ticker;
        this.patience = patience;
    }

    /**
     * A reading of a node.
     *
     * @param czxid when the node was made; 0 if there is no entry
     * @param zxid when it got this state; if it is not there, a time at which it was not
     */
    record Sighting(long czxid, long zxid) {
        boolean isAbsent() {
            return czxid == 0;
        }

        boolean isSame(Sighting other) {
            return isAbsent() ? other.isAbsent() : equals(other);
        }
    }

    /** What a reading says. */
    enum Verdict {
        /** What was known is still so. */
        SAME,
        /** Something newer than what was known. */
        NEWER,
        /** Something of a history that began anew. */
        NEW_EPOCH,
        /** Something older than what was known. */
        STALE
    }

    Verdict judge(Sighting seen) {
        Sighting before = last;
        if (before == null) {
            last = seen;
            return Verdict.NEWER;
        }
        boolean isSame = seen.isSame(before);
        boolean isOlder = isSame ? seen.zxid() < before.zxid() : seen.zxid() <= before.zxid();
        if (isOlder && !isRestored()) {
            return Verdict.STALE;
        }
        olderUntil = null;
        last = seen;
        if (isOlder) {
            return Verdict.NEW_EPOCH;
        }
        return isSame ? Verdict.SAME : Verdict.NEWER;
    }

    private boolean isRestored() {
        Deadline until = olderUntil;
        if (until == null) {
            until = Deadline.after(ticker, patience);
            olderUntil = until;
        }
        return until.hasPassed();
    }
}
