package dev.holdfast.chaos.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.workflow.Outcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InboxTest {

    private static final long START = Long.MAX_VALUE - 100;
    private static final long TICK = Inbox.TICK_NANOS;

    private final AtomicLong clock = new AtomicLong(START);
    private final Inbox inbox = new Inbox(clock::get, START);

    @Test
    void a_time_that_has_come_is_given_as_asked_for_however_late_it_is() throws InterruptedException {
        clock.addAndGet(7 * TICK);

        assertThat(inbox.await(START + TICK)).isEqualTo(new Inbox.Wake(START + TICK, List.of(), false));
    }

    @Test
    void an_outcome_counts_from_the_next_tick_on_whenever_it_came_before_that() throws InterruptedException {
        Outcome early = new Outcome.Probed("early", true);
        Outcome later = new Outcome.Probed("later", true);
        clock.addAndGet(1);
        inbox.put(early);
        clock.addAndGet(TICK - 2);
        inbox.put(later);
        clock.addAndGet(TICK);

        Inbox.Wake wake = inbox.await(START + 2 * TICK);
        assertThat(wake.nanos()).isEqualTo(START + TICK);
        assertThat(wake.outcomes()).containsExactly(early, later);
    }

    @Test
    void an_outcome_after_the_time_asked_for_waits() throws InterruptedException {
        clock.addAndGet(1);
        inbox.put(new Outcome.Over("x"));
        clock.addAndGet(2 * TICK);

        assertThat(inbox.await(START + 3).outcomes()).isEmpty();
        assertThat(inbox.await(START + 2 * TICK).outcomes()).hasSize(1);
        assertThat(inbox.await(START + 2 * TICK).outcomes()).isEmpty();
    }

    @Test
    void closing_ends_every_wait() throws InterruptedException {
        inbox.close();

        assertThat(inbox.await(START + 1000 * TICK).isClosed()).isTrue();
    }
}
