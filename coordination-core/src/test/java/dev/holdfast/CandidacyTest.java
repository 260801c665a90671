package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.HandHeldBackend.HandHeldPlace;
import dev.holdfast.LeaderElection.Leader;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Contention.Contender;
import dev.holdfast.spi.Contention.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CandidacyTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final HandHeldBackend store = new HandHeldBackend();
    private final Coordination coordination = store.coordination();
    private final LeaderElection election = coordination.election("scheduler");
    private final BlockingQueue<Grant> reigns = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        coordination.close();
    }

    private void leadUntilInterrupted(Grant leadership) throws InterruptedException {
        reigns.add(leadership);
        new CountDownLatch(1).await();
    }

    private HandHeldPlace place() throws InterruptedException {
        HandHeldPlace place = store.entered.poll(BOUND.toSeconds(), TimeUnit.SECONDS);
        assertThat(place).as("the candidate stands").isNotNull();
        return place;
    }

    @Test
    void closing_a_leader_interrupts_the_term_and_resigns() throws InterruptedException {
        Candidacy candidacy = election.join("a", this::leadUntilInterrupted);
        Grant leadership = reigns.take();
        assertThat(candidacy.leadership()).contains(leadership);
        candidacy.close();
        candidacy.close();

        assertThat(leadership.ended()).contains(LossReason.RELEASED);
        assertThat(candidacy.leadership()).isEmpty();
        assertThat(place().leaving).isDone();
    }

    @Test
    void closing_one_that_waits_withdraws_it() throws InterruptedException {
        store.turnAtOnce = false;
        Candidacy candidacy = election.join("a", this::leadUntilInterrupted);
        HandHeldPlace place = place();
        candidacy.close();

        assertThat(place.leaving).isDone();
        assertThat(reigns).isEmpty();
    }

    @Test
    void closing_from_within_the_term_ends_it_without_a_wait() throws InterruptedException {
        BlockingQueue<Candidacy> self = new LinkedBlockingQueue<>();
        CountDownLatch closed = new CountDownLatch(1);
        self.add(election.join("a", leadership -> {
            self.take().close();
            closed.countDown();
        }));

        assertThat(closed.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(place().leaving.completeOnTimeout(null, BOUND.toSeconds(), TimeUnit.SECONDS))
                .succeedsWithin(BOUND);
    }

    @Test
    void a_candidate_that_the_store_refuses_stands_again_later() throws InterruptedException {
        store.enterAtOnce = false;
        election.join("a", this::leadUntilInterrupted);
        place().answer.completeExceptionally(Unavailable.refused("enter 'scheduler': no right to", null));

        HandHeldPlace again = place();
        again.answer.complete(again);

        assertThat(reigns.poll(BOUND.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void a_loss_interrupts_the_term_and_the_candidate_stands_again() throws InterruptedException {
        election.join("a", this::leadUntilInterrupted);
        reigns.take();
        place().gone.complete(LossReason.REVOKED);

        assertThat(reigns.poll(BOUND.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void a_term_that_ends_with_an_error_of_the_machine_does_not_end_the_candidacy() throws InterruptedException {
        AtomicInteger terms = new AtomicInteger();
        election.join("a", leadership -> {
            if (terms.incrementAndGet() == 1) {
                throw new AssertionError("as the test wants");
            }
            leadUntilInterrupted(leadership);
        });

        assertThat(reigns.poll(BOUND.toSeconds(), TimeUnit.SECONDS))
                .as("a second term")
                .isNotNull();
        assertThat(place().leaving).isDone();
    }

    @Test
    void a_candidate_that_resigned_waits_for_the_answer_before_it_stands_again() throws InterruptedException {
        store.leaveAtOnce = false;
        election.join("a", reigns::add);
        HandHeldPlace first = place();
        first.leaving.join();

        await("it does not stand again before its entry is gone")
                .during(Duration.ofMillis(300))
                .atMost(BOUND)
                .until(store.entered::isEmpty);
        first.left.complete(null);
        assertThat(place().token).isGreaterThan(first.token);
    }

    @Test
    void a_candidate_keeps_its_place_for_as_long_as_it_takes_and_bounds_each_entry() throws InterruptedException {
        store.turnAtOnce = false;
        election.join("a", this::leadUntilInterrupted);
        HandHeldPlace place = place();

        assertThat(store.waits.take()).isLessThanOrEqualTo(HandHeldBackend.SESSION);
        assertThat(place.leaving).isNotDone();
    }

    @Test
    void a_closed_observation_does_not_tell_what_was_waiting() throws InterruptedException {
        List<Optional<Leader>> seen = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch resume = new CountDownLatch(1);
        Observation observation = election.observe(leader -> {
            seen.add(leader);
            begun.countDown();
            try {
                resume.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        var intake = store.observers.take();
        intake.accept(List.of(new Contender("a", 1)));
        begun.await();
        intake.accept(List.of(new Contender("b", 2)));
        observation.close();
        resume.countDown();

        await("nothing more is told")
                .during(Duration.ofMillis(200))
                .atMost(BOUND)
                .until(() -> seen.size() == 1);
    }
}
