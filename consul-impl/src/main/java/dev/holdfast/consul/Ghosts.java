package dev.holdfast.consul;

import java.time.Duration;
import java.util.List;

/**
 * Removes entries that nobody waits for: those whose making was not answered. The request may still be on its way, held
 * up in a stopped server or a cut link, and make the entry long after it was removed; so each is looked for again and
 * again, at growing intervals, until the session is over, when the store refuses it by itself.
 */
final class Ghosts {

    private static final Duration FIRST_LOOK = Duration.ofMillis(250);
    private static final Duration LAST_LOOKS = Duration.ofSeconds(30);

    private final Calls calls;
    private final ConsulThreads threads;

    Ghosts(Calls calls, ConsulThreads threads) {
        this.calls = calls;
        this.threads = threads;
    }

    void watch(String key, ConsulSession session) {
        look(key, session, new Backoff(FIRST_LOOK, LAST_LOOKS));
    }

    private void look(String key, ConsulSession session, Backoff backoff) {
        if (session.isOver()) {
            return;
        }
        calls.tryRead(key, false).stage().whenComplete((answer, thrown) -> {
            if (thrown == null && answer.status() == Answer.OK) {
                calls.tryTxn(List.of(TxnOp.delete(key)));
                backoff.reset();
            }
            threads.after(backoff.next(), () -> look(key, session, backoff));
        });
    }
}
