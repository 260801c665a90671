package dev.holdfast.consul;

import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What agents still show that is to be shown no more: removed as soon as they answer. Used by one thread. */
final class Leftovers {

    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

    /** An agent removes by itself what has been critical for a minute, looking twice in a minute. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(2);

    private final Ticker ticker;
    private final Deque<Leftover> all = new ArrayDeque<>();

    Leftovers(Ticker ticker) {
        this.ticker = ticker;
    }

    /** What is to be removed from one agent, until it has certainly removed that by itself. */
    private record Leftover(Posting posting, Deadline until) {}

    void add(Posting posting) {
        all.addLast(new Leftover(posting, Deadline.after(ticker, FORGOTTEN)));
    }

    /** Removes what there is. One request at most is waited for that is not answered; the next time another comes first. */
    void clean() throws InterruptedException {
        boolean answered = true;
        for (int left = all.size(); left > 0 && answered; left--) {
            Leftover one = all.removeFirst();
            answered = false;
            try {
                if (!one.until().hasPassed()) {
                    one.posting().removeAll();
                }
                answered = true;
            } catch (StoreFault fault) {
                log.debug(
                        "agent {} still shows what was taken back",
                        one.posting().member(),
                        fault);
            } finally {
                if (!answered) {
                    all.addLast(one);
                }
            }
        }
    }
}
