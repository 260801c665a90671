package dev.holdfast.zookeeper;

import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles beside the one in use, which are opened for one answer of the ensemble and closed. */
final class Visits {

    private static final Logger log = LoggerFactory.getLogger(Visits.class);

    private final ConnectSpec spec;
    private final Proofs proofs;

    Visits(ConnectSpec spec, Proofs proofs) {
        this.spec = spec;
        this.proofs = proofs;
    }

    /** Returns the session timeout that is granted when this one is asked for; empty if there was no answer in time. */
    Optional<Duration> granted(Duration asked, Deadline deadline) throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        MemberRotation rotation = new MemberRotation(spec.endpoints(), spec.session(), spec.ticker());
        int askedMs = Math.toIntExact(asked.toMillis());
        try {
            Handle visitor = Handle.make(
                    spec.namespace(),
                    () -> new Handle(Handles.members(spec), askedMs, watcher(answered), rotation, proofs.config()));
            try {
                proofs.introduce(visitor);
                return answered.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS)
                        ? Optional.of(Duration.ofMillis(visitor.getSessionTimeout()))
                        : Optional.empty();
            } finally {
                visitor.close();
            }
        } catch (IOException e) {
            log.debug("session timeout {} not asked for namespace={}", asked, spec.namespace(), e);
            return Optional.empty();
        }
    }

    /** Takes up the session of a handle whose request to end it was lost with its connection, or never sent; and ends it. */
    void endSession(Handle last, Deadline deadline) throws IOException, InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        MemberRotation rotation = new MemberRotation(spec.endpoints(), spec.session(), spec.ticker());
        int timeoutMs = Math.toIntExact(spec.session().toMillis());
        Handle again = Handle.make(
                spec.namespace(),
                () -> new Handle(Handles.members(spec), timeoutMs, watcher(answered), last, rotation, proofs.config()));
        proofs.introduce(again);
        try {
            boolean unused = answered.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } finally {
            again.close();
        }
    }

    private static Watcher watcher(CountDownLatch answered) {
        return event -> {
            if (event.getState() != Watcher.Event.KeeperState.Disconnected) {
                answered.countDown();
            }
        };
    }
}
