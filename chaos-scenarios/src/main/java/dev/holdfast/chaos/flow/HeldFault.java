package dev.holdfast.chaos.flow;

import dev.holdfast.chaos.fault.ActiveFault;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.FaultListener;
import dev.holdfast.chaos.fault.HealFailed;
import dev.holdfast.chaos.fault.Nemesis;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One fault of a flow: a thread injects it, samples it, and heals it when it is told to, or at once if it is a kill. */
final class HeldFault {

    private static final long SAMPLE_MS = 20;
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Nemesis nemesis;
    private final Fault fault;
    private final long requestedNanos;
    private final CountDownLatch injected = new CountDownLatch(1);
    private final CountDownLatch healing = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    // null while all goes well
    private volatile @Nullable RuntimeException failure;
    // null before the end
    private volatile FaultListener.@Nullable Effect effect;

    private HeldFault(Nemesis nemesis, Fault fault, long requestedNanos) {
        this.nemesis = nemesis;
        this.fault = fault;
        this.requestedNanos = requestedNanos;
    }

    /** Begins to inject it. */
    static HeldFault start(Nemesis nemesis, Fault fault, long requestedNanos) {
        HeldFault held = new HeldFault(nemesis, fault, requestedNanos);
        new Thread(held::carryOut, "fault-" + fault.name()).start();
        return held;
    }

    String name() {
        return fault.name();
    }

    boolean isOneShot() {
        return fault.isOneShot();
    }

    private void carryOut() {
        try {
            ActiveFault active = nemesis.inject(fault, requestedNanos);
            try {
                injected.countDown();
                boolean lasts = !fault.isOneShot();
                while (lasts) {
                    // at least once, however late this thread is
                    active.sample();
                    lasts = !healing.await(SAMPLE_MS, TimeUnit.MILLISECONDS);
                }
            } finally {
                try {
                    active.heal();
                } finally {
                    effect = active.effect().orElse(null);
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        } catch (InterruptedException e) {
            failure = new IllegalStateException("fault '" + fault.name() + "': its thread was interrupted", e);
        } finally {
            injected.countDown();
            over.countDown();
        }
    }

    /** Begins to heal it. */
    void heal() {
        healing.countDown();
    }

    /** Waits until it is in effect, and over if it is a kill; throws what went wrong. */
    void awaitInjected() throws InterruptedException {
        await(fault.isOneShot() ? over : injected, "injected");
    }

    /** Waits until it is healed; throws what went wrong, {@link HealFailed} among it. */
    void awaitOver() throws InterruptedException {
        await(over, "healed");
    }

    private void await(CountDownLatch latch, String what) throws InterruptedException {
        if (!latch.await(BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new HealFailed("fault '" + fault.name() + "': not " + what + " within " + BOUND.toSeconds() + " s");
        }
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }

    /** Returns what it was seen to do, once it is over. */
    Optional<FaultListener.Effect> effect() {
        return Optional.ofNullable(effect);
    }
}
