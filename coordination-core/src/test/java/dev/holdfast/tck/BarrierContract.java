package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Barrier;
import dev.holdfast.tck.BackendFixture.Client;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a barrier promises. */
public abstract class BarrierContract extends Contract {

    private static final String BARRIER = "migrated";
    private static final Duration SHORT = Duration.ofMillis(300);

    private static Barrier barrier(Client client) {
        return client.coordination().barrier(BARRIER);
    }

    private Barrier barrier() throws InterruptedException {
        return barrier(client());
    }

    @Test
    void is_open_until_it_is_shut() throws InterruptedException {
        Barrier barrier = barrier();
        assertThat(barrier.isOpen(bound())).isTrue();
        assertThat(barrier.await(bound())).isTrue();
        barrier.shut(bound());

        assertThat(barrier().isOpen(bound())).isFalse();
        assertThat(barrier.await(SHORT)).isFalse();
    }

    @Test
    void all_who_wait_pass_when_it_is_opened() throws InterruptedException {
        Barrier keeper = barrier();
        keeper.shut(bound());
        Barrier other = barrier();
        Task<Boolean> first = start(() -> other.await(bound().multipliedBy(2)));
        Task<Boolean> second = start(() -> keeper.await(bound().multipliedBy(2)));
        throughout("both wait", SHORT, () -> !first.isDone() && !second.isDone());
        keeper.open(bound());

        assertThat(first.within("the first passes", bound())).isTrue();
        assertThat(second.within("the second passes", bound())).isTrue();
        assertThat(other.isOpen(bound())).isTrue();
    }

    @Test
    void shutting_it_again_lets_nobody_pass() throws InterruptedException {
        Barrier keeper = barrier();
        keeper.shut(bound());
        Barrier other = barrier();
        Task<Boolean> waiter = start(() -> other.await(SHORT.multipliedBy(2)));
        keeper.shut(bound());
        other.shut(bound());

        assertThat(waiter.within("the wait ends", bound())).isFalse();
    }

    @Test
    void who_waits_while_it_is_opened_and_shut_again_is_not_held_up() throws InterruptedException {
        Barrier keeper = barrier();
        keeper.shut(bound());
        Barrier other = barrier();
        Task<Boolean> waiter = start(() -> other.await(bound().multipliedBy(2)));
        throughout("it waits", SHORT, () -> !waiter.isDone());
        keeper.open(bound());
        keeper.shut(bound());

        assertThat(waiter.within("it passes", bound())).isTrue();
        assertThat(other.isOpen(bound())).isFalse();
    }

    @Test
    void what_happens_while_a_waiter_is_cut_off_is_not_missed() throws InterruptedException {
        Client cut = client();
        Barrier keeper = barrier();
        keeper.shut(bound());
        Task<Boolean> waiter = start(() -> barrier(cut).await(failOver(cut).multipliedBy(2)));
        throughout("it waits", SHORT, () -> !waiter.isDone());
        cut.cut();
        keeper.open(bound());
        keeper.shut(bound());
        cut.heal();

        assertThat(waiter.within("it passes", failOver(cut))).isTrue();
    }

    @Test
    void it_stays_shut_when_the_session_of_the_one_who_shut_it_ends() throws InterruptedException {
        Client dying = client();
        barrier(dying).shut(bound());
        dying.close();

        assertThat(barrier().isOpen(bound())).isFalse();
    }

    @Test
    void a_waiter_ends_when_its_coordination_is_closed() throws InterruptedException {
        Client closing = client();
        barrier(closing).shut(bound());
        Task<Boolean> waiter = start(() -> barrier(closing).await(bound().multipliedBy(2)));
        throughout("it waits", SHORT, () -> !waiter.isDone());
        closing.coordination().close();

        assertThat(waiter.failureWithin("the wait ends", bound())).isInstanceOf(IllegalStateException.class);
    }
}
