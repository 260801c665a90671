package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HandHeldBackend.HandHeldPlace;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhileHeldTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final HandHeldBackend store = new HandHeldBackend();
    private final Coordination coordination = store.coordination();
    private final DistributedLock lock = coordination.lock("orders");

    @AfterEach
    void close() {
        coordination.close();
        assertThat(Thread.interrupted()).as("an interrupt is left over").isFalse();
    }

    /** Takes the right away, and returns when everybody who was told before has been. */
    private void lose(Grant grant) throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        grant.onLost(reason -> told.countDown());
        HandHeldPlace place = store.entered.take();
        place.gone.complete(LossReason.REVOKED);
        boolean interrupted = false;
        while (told.getCount() > 0) {
            try {
                told.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void the_body_runs_and_the_lock_is_given_back() throws InterruptedException {
        lock.whileHeld(BOUND, grant -> assertThat(grant.isHeld()).isTrue());

        assertThat(store.entered.take().leaving).isDone();
    }

    @Test
    void a_loss_interrupts_the_body_and_is_told_by_an_error() {
        assertThatThrownBy(() -> lock.whileHeld(BOUND, grant -> {
                    store.entered.take().gone.complete(LossReason.REVOKED);
                    new CountDownLatch(1).await();
                }))
                .isInstanceOf(SessionExpired.class)
                .hasMessageContaining("REVOKED");
    }

    @Test
    void a_loss_is_told_by_the_same_error_when_the_body_returned_or_threw_something_else() {
        assertThatThrownBy(() -> lock.whileHeld(BOUND, this::lose)).isInstanceOf(SessionExpired.class);
        IllegalStateException own = new IllegalStateException("as the test wants");

        assertThatThrownBy(() -> lock.whileHeld(BOUND, grant -> {
                    lose(grant);
                    throw own;
                }))
                .isInstanceOf(SessionExpired.class)
                .hasCause(own);
    }

    @Test
    void an_error_of_the_body_passes_through_and_the_lock_is_given_back() throws InterruptedException {
        IllegalStateException own = new IllegalStateException("as the test wants");
        assertThatThrownBy(() -> lock.whileHeld(BOUND, grant -> {
                    throw own;
                }))
                .isSameAs(own);

        assertThat(store.entered.take().leaving).isDone();
    }

    @Test
    void an_interrupt_by_somebody_else_passes_through() throws InterruptedException {
        assertThatThrownBy(() -> lock.whileHeld(BOUND, grant -> {
                    Thread.currentThread().interrupt();
                    new CountDownLatch(1).await();
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(store.entered.take().leaving).isDone();
    }

    @Test
    void an_interrupt_by_somebody_else_is_kept_when_a_loss_follows_it() {
        assertThatThrownBy(() -> lock.whileHeld(BOUND, grant -> {
                    Thread.currentThread().interrupt();
                    HandHeldPlace place = store.entered.remove();
                    CountDownLatch told = new CountDownLatch(1);
                    grant.onLost(reason -> told.countDown());
                    place.gone.complete(LossReason.REVOKED);
                    awaitWithoutNotice(told);
                }))
                .isInstanceOf(SessionExpired.class);

        assertThat(Thread.interrupted()).as("the interrupt by somebody else").isTrue();
    }

    /** Waits with the interrupt flag up, and leaves it up. */
    private static void awaitWithoutNotice(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
        }
    }
}
