package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.DistributedCounter;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.Unavailable;
import dev.holdfast.tck.BackendFixture.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a counter promises. */
public abstract class CounterContract extends Contract {

    private static final String COUNTER = "orders/seen";

    private static DistributedCounter counter(Client client) {
        return client.coordination().counter(COUNTER);
    }

    private DistributedCounter counter() throws InterruptedException {
        return counter(client());
    }

    @Test
    void begins_at_zero_and_answers_the_value_after_each_addition() throws InterruptedException {
        DistributedCounter counter = counter();
        assertThat(counter.get(bound())).isZero();

        assertThat(counter.add(5, bound())).isEqualTo(5);
        assertThat(counter.add(-7, bound())).isEqualTo(-2);
        assertThat(counter.add(0, bound())).isEqualTo(-2);
        assertThat(counter().get(bound())).isEqualTo(-2);
    }

    @Test
    void additions_of_others_are_counted_in() throws InterruptedException {
        DistributedCounter one = counter();
        DistributedCounter other = counter();
        one.add(1, bound());
        other.add(10, bound());

        assertThat(one.add(100, bound())).isEqualTo(111);
        assertThat(other.add(1_000, bound())).isEqualTo(1_111);
    }

    @Test
    void no_addition_is_lost_or_counted_twice() throws InterruptedException {
        int rounds = 6;
        List<Task<List<Long>>> workers = new ArrayList<>();
        for (int process = 0; process < 2; process++) {
            DistributedCounter counter = counter();
            for (int thread = 0; thread < 2; thread++) {
                workers.add(start(() -> {
                    List<Long> values = new ArrayList<>();
                    for (int round = 0; round < rounds; round++) {
                        values.add(counter.add(1, bound().multipliedBy(3)));
                    }
                    return values;
                }));
            }
        }
        List<Long> all = new ArrayList<>();
        for (Task<List<Long>> worker : workers) {
            List<Long> values = worker.within("a worker has counted", bound().multipliedBy(3));
            assertThat(values).isSorted();
            all.addAll(values);
        }
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 4L * rounds).boxed().toList());
    }

    @Test
    void an_addition_whose_answer_is_lost_counts_once_also_when_others_add_meanwhile() throws InterruptedException {
        Client deaf = client();
        DistributedCounter counter = counter(deaf);
        DistributedCounter other = counter();
        counter.add(1, bound());
        deaf.cutAnswers();
        Task<Long> addition = start(() -> counter.add(100, bound().multipliedBy(3)));
        eventually("it is applied, or holds nobody up", () -> other.get(bound()) > 0);
        for (int i = 0; i < 3; i++) {
            other.add(1, bound());
        }
        deaf.heal();

        long value = addition.within("it is found out", bound().multipliedBy(3));
        assertThat(value).isBetween(101L, 104L);
        assertThat(other.get(bound())).isEqualTo(104);
    }

    @Test
    void an_addition_that_gets_no_answer_is_called_indeterminate_and_never_counted_twice() throws InterruptedException {
        Client deaf = client();
        DistributedCounter counter = counter(deaf);
        counter.add(1, bound());
        deaf.cutAnswers();
        Task<Long> addition = start(() -> counter.add(1, session().dividedBy(2).multipliedBy(3)));

        Throwable thrown = addition.failureWithin("it ends", bound().multipliedBy(2));
        deaf.heal();
        DistributedCounter other = counter();
        long after = other.get(bound());
        assertThat(after).isIn(1L, 2L);
        if (after == 2) {
            assertThat(thrown).isInstanceOf(Indeterminate.class);
        } else {
            assertThat(thrown).isInstanceOfAny(Indeterminate.class, Unavailable.class);
        }
        assertThat(counter.add(10, bound())).isIn(11L, 12L);
        assertThat(other.get(bound())).isIn(11L, 12L);
    }

    @Test
    void an_addition_that_is_cut_off_ends_and_is_not_counted_if_it_says_so() throws InterruptedException {
        Client cut = client();
        DistributedCounter counter = counter(cut);
        counter.add(1, bound());
        cut.cut();
        Task<Long> addition = start(() -> counter.add(1, session().dividedBy(2)));
        Throwable thrown = addition.failureWithin("it ends", bound());
        cut.heal();

        assertThat(thrown).isInstanceOfAny(Indeterminate.class, Unavailable.class);
        if (thrown instanceof Unavailable) {
            DistributedCounter other = counter();
            throughout("it is not counted", session().dividedBy(2), () -> other.get(bound()) == 1);
        }
    }

    @Test
    void an_overflow_is_refused_and_changes_nothing() throws InterruptedException {
        DistributedCounter counter = counter();
        counter.add(Long.MAX_VALUE, bound());

        assertThatThrownBy(() -> counter.add(1, bound()))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining(COUNTER);
        assertThat(counter.get(bound())).isEqualTo(Long.MAX_VALUE);
        counter().add(-1, bound());
        assertThat(counter.add(1, bound())).isEqualTo(Long.MAX_VALUE);
    }
}
