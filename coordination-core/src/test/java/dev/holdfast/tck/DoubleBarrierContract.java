package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.DoubleBarrier;
import dev.holdfast.DoubleBarrier.Inside;
import dev.holdfast.model.Unavailable;
import dev.holdfast.tck.BackendFixture.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a double barrier promises. */
public abstract class DoubleBarrierContract extends Contract {

    private static final String BARRIER = "phase";
    private static final String QUEUE = "doublebarrier/" + BARRIER;
    private static final Duration SHORT = Duration.ofMillis(300);

    private static DoubleBarrier barrier(Client client, int members) {
        return client.coordination().doubleBarrier(BARRIER, members);
    }

    private Task<Inside> enters(Client client, int members) {
        return start(() -> barrier(client, members).enter(failOver(client).multipliedBy(2)));
    }

    @Test
    void members_enter_together_when_enough_are_there_and_leave_together_when_all_have_left()
            throws InterruptedException {
        Task<Inside> first = enters(client(), 3);
        Task<Inside> second = enters(client(), 3);
        awaitQueue(QUEUE, 2);
        throughout("both wait", SHORT, () -> !first.isDone() && !second.isDone());
        Inside last = enters(client(), 3).within("the last is in", bound());
        Inside one = first.within("the first is in", bound());
        Inside other = second.within("the second is in", bound());
        assertThat(List.of(one, other, last))
                .allMatch(inside -> inside.presence().isHeld());

        assertThat(one.leave(SHORT)).as("all left while two are inside").isFalse();
        Task<Boolean> leaving = start(() -> other.leave(bound().multipliedBy(2)));
        throughout("it waits for the last", SHORT, () -> !leaving.isDone());
        assertThat(last.leave(bound())).isTrue();
        assertThat(leaving.within("all have left", bound())).isTrue();
        assertThat(one.leave(bound())).isTrue();
        awaitQueue(QUEUE, 0);
    }

    @Test
    void nobody_is_left_outside_by_one_that_leaves_at_once() throws InterruptedException {
        Client one = client();
        Client other = client();
        for (int round = 0; round < 4; round++) {
            Task<Inside> waiting = enters(one, 2);
            awaitQueue(QUEUE, 1);
            enters(other, 2).within("the last is in", bound()).close();

            waiting.within("the first is in too", bound()).close();
            awaitQueue(QUEUE, 0);
        }
    }

    @Test
    void round_after_round_nobody_is_ahead_of_the_others() throws InterruptedException {
        int members = 3;
        List<AtomicInteger> rounds = new ArrayList<>();
        List<Task<Void>> workers = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            AtomicInteger own = new AtomicInteger();
            rounds.add(own);
            DoubleBarrier barrier = barrier(client(), members);
            workers.add(start(() -> {
                for (int round = 1; round <= 3; round++) {
                    try (Inside inside = barrier.enter(bound().multipliedBy(3))) {
                        own.set(round);
                        assertThat(inside.leave(bound().multipliedBy(2))).isTrue();
                    }
                    int done = round;
                    assertThat(rounds).allMatch(each -> each.get() == done);
                }
                return null;
            }));
        }
        for (Task<Void> worker : workers) {
            worker.within("a worker has done its rounds", bound().multipliedBy(4));
        }
    }

    @Test
    void one_that_gives_up_leaves_nothing_and_counts_no_more() throws InterruptedException {
        DoubleBarrier giving = barrier(client(), 2);
        assertThatThrownBy(() -> giving.enter(SHORT))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("1 of 2");
        awaitQueue(QUEUE, 0);
        Task<Inside> next = enters(client(), 2);

        throughout("one alone waits", SHORT, () -> !next.isDone());
    }

    @Test
    void a_member_whose_session_ends_while_it_waits_enters_again() throws InterruptedException {
        Client dying = client();
        Task<Inside> waiting = enters(dying, 2);
        awaitQueue(QUEUE, 1);
        List<String> before = queue(QUEUE);
        dying.expireSession();
        eventually(
                "it stands there anew",
                failOver(dying),
                () -> queue(QUEUE).size() == 1 && !queue(QUEUE).equals(before));
        Client other = client();
        Inside last = enters(other, 2).within("the last is in", failOver(other));

        Inside first = waiting.within("the first is in", bound());
        first.close();
        assertThat(last.leave(bound())).isTrue();
    }

    @Test
    void a_member_that_dies_inside_is_waited_for_until_its_session_is_over() throws InterruptedException {
        Client dying = client();
        Task<Inside> first = enters(dying, 2);
        awaitQueue(QUEUE, 1);
        Client other = client();
        Inside last = enters(other, 2).within("the last is in", bound());
        Inside lost = first.within("the first is in", bound());
        dying.cut();

        assertThat(last.leave(SHORT)).isFalse();
        assertThat(last.leave(failOver(other))).isTrue();
        assertThat(lost.presence().isHeld()).isFalse();
    }

    @Test
    void another_number_of_members_is_refused() throws InterruptedException {
        enters(client(), 3);
        awaitQueue(QUEUE, 1);
        DoubleBarrier other = barrier(client(), 2);

        assertThatThrownBy(() -> other.enter(bound())).isInstanceOf(IllegalArgumentException.class);
        awaitQueue(QUEUE, 1);
    }
}
