package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.DistributedLock;
import dev.holdfast.Grant;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.FencingToken;
import dev.holdfast.model.LossReason;
import dev.holdfast.tck.BackendFixture.Client;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a lock promises when sessions end, links are cut and queues are removed. */
public abstract class LockLossContract extends Contract {

    private static final String LOCK = "orders/42";
    private static final String QUEUE = "lock/" + LOCK;

    private static DistributedLock lock(Client client) {
        return client.coordination().lock(LOCK);
    }

    @Test
    void when_the_store_ends_the_session_the_holder_is_told_and_the_next_has_a_higher_token()
            throws InterruptedException {
        Client dying = client();
        Grant lost = lock(dying).acquire(bound());
        BlockingQueue<LossReason> told = new LinkedBlockingQueue<>();
        lost.onLost(told::add);
        Client other = client();
        Task<Grant> next = start(() -> lock(other).acquire(failOver(other)));
        awaitQueue(QUEUE, 2);
        dying.expireSession();

        Grant grant = next.within("the next is granted", failOver(other));
        assertThat(grant.token().isNewerThan(lost.token())).isTrue();
        eventually("the loss is told", () -> !told.isEmpty());
        if (fixture().mayHearOfEntryBeforeSession()) {
            assertThat(told).containsAnyOf(LossReason.SESSION_ENDED, LossReason.REVOKED);
        } else {
            assertThat(told).containsExactly(LossReason.SESSION_ENDED);
        }
        assertThat(lost.isHeld()).isFalse();
        assertThat(grant.isHeld()).isTrue();
    }

    @Test
    void a_holder_that_is_cut_off_stops_before_anybody_else_is_granted() throws InterruptedException {
        Client cut = client();
        Grant lost = lock(cut).acquire(bound());
        BlockingQueue<LossReason> told = new LinkedBlockingQueue<>();
        lost.onLost(told::add);
        Client other = client();
        AtomicLong lastHeldNanos = new AtomicLong(System.nanoTime());
        Task<Void> sampler = start(() -> {
            for (long now = System.nanoTime(); lost.isHeld(); now = System.nanoTime()) {
                lastHeldNanos.set(now);
            }
            return null;
        });
        Task<Long> next = start(() -> {
            Grant grant = lock(other).acquire(failOver(other));
            long grantedNanos = System.nanoTime();
            assertThat(lost.isHeld()).as("two holders at once").isFalse();
            assertThat(grant.token().isNewerThan(lost.token())).isTrue();
            grant.close();
            return grantedNanos;
        });
        awaitQueue(QUEUE, 2);
        cut.cut();

        long grantedNanos = next.within("the next is granted", failOver(other));
        sampler.within("the holder sees the loss", bound());
        assertThat(lastHeldNanos.get() - grantedNanos)
                .as("nanoseconds by which the old holder outlived the new grant")
                .isNegative();
        eventually("the loss is told", () -> !told.isEmpty());
        cut.heal();
        try (Grant again = lock(cut).acquire(failOver(cut))) {
            assertThat(again.token().isNewerThan(lost.token())).isTrue();
        }
    }

    @Test
    void a_cut_much_shorter_than_the_session_loses_nothing() throws InterruptedException {
        Client client = client();
        Grant grant = lock(client).acquire(bound());
        client.cut();
        throughout("held through the cut", session().dividedBy(3), grant::isHeld);
        client.heal();

        throughout("held after the cut", session().multipliedBy(3).dividedBy(2), grant::isHeld);
        assertThat(queue(QUEUE)).hasSize(1);
    }

    @Test
    void a_grant_outlives_its_connections() throws InterruptedException {
        Client client = client();
        Grant grant = lock(client).acquire(bound());
        client.disconnect();

        throughout("held after the connections broke", session().multipliedBy(3).dividedBy(2), grant::isHeld);
        assertThat(queue(QUEUE)).hasSize(1);
    }

    @Test
    void a_holder_that_gets_no_answers_stops_by_itself_and_holds_nobody_up() throws InterruptedException {
        Client deaf = client();
        Grant lost = lock(deaf).acquire(bound());
        Client other = client();
        deaf.cutAnswers();
        try (Grant next = lock(other).acquire(failOver(other).plus(session()))) {
            assertThat(lost.isHeld()).as("two holders at once").isFalse();
            assertThat(next.token().isNewerThan(lost.token())).isTrue();
        }
    }

    @Test
    void a_waiter_that_is_cut_off_holds_nobody_up() throws InterruptedException {
        Client first = client();
        Grant holder = lock(first).acquire(bound());
        Client middle = client();
        Task<Grant> cutOff = start(() -> lock(middle).acquire(failOver(middle).multipliedBy(3)));
        awaitQueue(QUEUE, 2);
        Client third = client();
        Task<Grant> last = start(() -> lock(third).acquire(failOver(third).multipliedBy(2)));
        awaitQueue(QUEUE, 3);
        middle.cut();
        eventually(
                "the entry of the waiter that is cut off is gone",
                failOver(third),
                () -> queue(QUEUE).size() == 2);
        assertThat(last.isDone()).as("granted while another holds").isFalse();
        holder.close();

        Grant granted = last.within("the last one is granted", bound());
        assertThat(cutOff.isDone()).isFalse();
        granted.close();
        middle.heal();
        assertThat(cutOff.within("the healed waiter has queued again", failOver(middle))
                        .token()
                        .isNewerThan(granted.token()))
                .isTrue();
    }

    @Test
    void an_acquire_whose_answer_is_lost_leaves_nothing_in_the_queue() throws InterruptedException {
        Client deaf = client();
        Client other = client();
        deaf.cutAnswers();
        Task<Grant> unanswered = start(() -> lock(deaf).acquire(session().dividedBy(2)));

        assertThat(unanswered.failureWithin("the acquire ends", bound())).isInstanceOf(CoordinationException.class);
        deaf.heal();
        eventually("the queue is empty", failOver(other), () -> queue(QUEUE).isEmpty());
        assertThat(lock(other).acquire(bound()).isHeld()).isTrue();
    }

    @Test
    void an_acquire_that_is_cut_off_ends_within_its_time() throws InterruptedException {
        Client client = client();
        client.cut();
        Task<Grant> acquire = start(() -> lock(client).acquire(Duration.ofMillis(300)));

        assertThat(acquire.failureWithin("the acquire ends", Duration.ofSeconds(4)))
                .isInstanceOf(CoordinationException.class);
    }

    @Test
    void tokens_rise_over_the_removal_of_the_queue() throws InterruptedException {
        Client client = client();
        FencingToken last = null;
        for (int i = 0; i < 4; i++) {
            try (Grant grant = lock(client).acquire(bound())) {
                if (last != null) {
                    assertThat(grant.token().value()).isGreaterThan(last.value());
                }
                last = grant.token();
            }
            fixture().removeQueue(namespace(), QUEUE);
        }
    }

    @Test
    void when_the_queue_is_removed_the_holder_is_told_and_the_waiters_go_on() throws InterruptedException {
        Client first = client();
        Grant lost = lock(first).acquire(bound());
        BlockingQueue<LossReason> told = new LinkedBlockingQueue<>();
        lost.onLost(told::add);
        Client other = client();
        Task<Grant> next = start(() -> lock(other).acquire(failOver(other)));
        awaitQueue(QUEUE, 2);
        fixture().removeQueue(namespace(), QUEUE);

        Grant grant = next.within("the waiter is granted", failOver(other));
        assertThat(grant.token().isNewerThan(lost.token())).isTrue();
        eventually("the loss is told", () -> !told.isEmpty());
        assertThat(lost.isHeld()).isFalse();
        lost.close();
        assertThat(grant.isHeld()).isTrue();
    }

    @Test
    void after_the_end_of_a_session_the_same_process_acquires_again() throws InterruptedException {
        Client client = client();
        Grant lost = lock(client).acquire(bound());
        client.expireSession();
        eventually("the loss is seen", failOver(client), () -> !lost.isHeld());

        try (Grant again = lock(client).acquire(failOver(client))) {
            assertThat(again.token().isNewerThan(lost.token())).isTrue();
            assertThat(queue(QUEUE)).hasSize(1);
        }
    }
}
