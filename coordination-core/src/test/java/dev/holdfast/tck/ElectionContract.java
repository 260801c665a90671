package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Candidacy;
import dev.holdfast.Grant;
import dev.holdfast.LeaderElection;
import dev.holdfast.LeaderElection.Leader;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.tck.BackendFixture.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an election promises. */
public abstract class ElectionContract extends Contract {

    private static final String ELECTION = "scheduler";
    private static final String QUEUE = "election/" + ELECTION;
    private static final Duration SHORT = Duration.ofMillis(400);

    private final BlockingQueue<Reign> reigns = new LinkedBlockingQueue<>();
    private final Semaphore resignations = new Semaphore(0);
    private final AtomicInteger interrupts = new AtomicInteger();

    /** Who began to lead, with what, and whether the one before still led at that moment. */
    private record Reign(String candidate, Grant grant) {}

    private static LeaderElection election(Client client) {
        return client.coordination().election(ELECTION);
    }

    /** Joins with a term that lasts until the test lets one resign. */
    private Candidacy join(Client client, String candidate) {
        return election(client).join(candidate, leadership -> {
            reigns.add(new Reign(candidate, leadership));
            try {
                resignations.acquire();
            } catch (InterruptedException e) {
                interrupts.incrementAndGet();
                throw e;
            }
        });
    }

    private Reign nextReign(Duration bound) throws InterruptedException {
        Reign reign = reigns.poll(bound.toNanos(), TimeUnit.NANOSECONDS);
        assertThat(reign).as("a candidate leads within " + bound).isNotNull();
        return reign;
    }

    /** Joins one candidate after the other, each in a process of its own; the first leads. */
    private List<Client> joinInOrder(String... candidates) throws InterruptedException {
        List<Client> clients = new ArrayList<>();
        for (String candidate : candidates) {
            Client client = client();
            clients.add(client);
            join(client, candidate);
            awaitQueue(QUEUE, clients.size());
        }
        return clients;
    }

    @Test
    void exactly_one_candidate_leads() throws InterruptedException {
        joinInOrder("a", "b", "c");
        Reign first = nextReign(bound());

        throughout(
                "nobody else leads",
                SHORT,
                () -> reigns.isEmpty() && first.grant().isHeld());
        assertThat(first.candidate()).isEqualTo("a");
    }

    @Test
    void candidates_lead_in_the_order_in_which_they_joined_and_one_that_resigned_stands_last()
            throws InterruptedException {
        joinInOrder("a", "b", "c");
        List<String> order = new ArrayList<>();
        List<Long> tokens = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Reign reign = nextReign(bound());
            order.add(reign.candidate());
            tokens.add(reign.grant().token().value());
            awaitQueue(QUEUE, 3);
            resignations.release();
        }
        assertThat(order).containsExactly("a", "b", "c", "a");
        assertThat(tokens).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void the_next_leads_when_the_candidacy_of_the_leader_is_closed() throws InterruptedException {
        Candidacy leader = join(client(), "a");
        Reign first = nextReign(bound());
        join(client(), "b");
        awaitQueue(QUEUE, 2);
        leader.close();

        Reign second = nextReign(bound());
        assertThat(first.grant().isHeld()).isFalse();
        assertThat(second.candidate()).isEqualTo("b");
        assertThat(leader.leadership()).isEmpty();
        assertThat(interrupts).hasValue(1);
        awaitQueue(QUEUE, 1);
    }

    @Test
    void a_candidate_that_withdraws_never_leads_and_leaves_the_queue() throws InterruptedException {
        joinInOrder("a");
        nextReign(bound());
        Candidacy second = join(client(), "b");
        awaitQueue(QUEUE, 2);
        second.close();
        awaitQueue(QUEUE, 1);
        join(client(), "c");
        awaitQueue(QUEUE, 2);
        resignations.release();

        assertThat(nextReign(bound()).candidate()).isEqualTo("c");
    }

    @Test
    void the_next_leads_at_once_when_the_process_of_the_leader_closes() throws InterruptedException {
        List<Client> clients = joinInOrder("a", "b");
        Reign first = nextReign(bound());
        long before = System.nanoTime();
        clients.get(0).coordination().close();

        Reign second = nextReign(bound());
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isLessThan(session().dividedBy(2));
        assertThat(first.grant().isHeld()).isFalse();
        assertThat(second.candidate()).isEqualTo("b");
    }

    @Test
    void when_the_store_ends_the_session_the_leader_is_interrupted_and_the_next_leads() throws InterruptedException {
        List<Client> clients = joinInOrder("a", "b");
        Reign first = nextReign(bound());
        clients.get(0).expireSession();

        Reign second = nextReign(failOver(clients.get(1)));
        assertThat(second.candidate()).isEqualTo("b");
        assertThat(second.grant().token().isNewerThan(first.grant().token())).isTrue();
        eventually("the old leader is interrupted", () -> interrupts.get() == 1);
        assertThat(first.grant().isHeld()).isFalse();
        eventually(
                "the old leader stands again",
                failOver(clients.get(0)),
                () -> queue(QUEUE).size() == 2);
    }

    @Test
    void a_leader_that_is_cut_off_stops_before_the_next_leads() throws InterruptedException {
        List<Client> clients = joinInOrder("a", "b");
        Reign first = nextReign(bound());
        clients.get(0).cut();

        Reign second = nextReign(failOver(clients.get(1)));
        assertThat(first.grant().isHeld()).as("two leaders at once").isFalse();
        assertThat(second.grant().token().isNewerThan(first.grant().token())).isTrue();
        eventually("the old leader is interrupted", () -> interrupts.get() == 1);
        clients.get(0).heal();
        awaitQueue(QUEUE, 2);
        resignations.release();
        assertThat(nextReign(bound()).candidate()).isEqualTo("a");
    }

    @Test
    void a_term_that_throws_resigns_and_the_candidate_stands_again() throws InterruptedException {
        Client failing = client();
        AtomicInteger terms = new AtomicInteger();
        election(failing).join("failing", leadership -> {
            if (terms.incrementAndGet() == 1) {
                throw new IllegalStateException("this term fails, as the test wants");
            }
            reigns.add(new Reign("failing", leadership));
            resignations.acquire();
        });

        assertThat(nextReign(bound()).candidate()).isEqualTo("failing");
        assertThat(terms).hasValue(2);
        awaitQueue(QUEUE, 1);
    }

    @Test
    void anybody_can_ask_who_leads_and_sees_the_name_and_the_token() throws InterruptedException {
        Client asking = client();
        assertThat(election(asking).leader(bound())).isEmpty();
        joinInOrder("host-7.example");
        Reign reign = nextReign(bound());

        Optional<Leader> leader = election(asking).leader(bound());
        assertThat(leader).contains(new Leader("host-7.example", reign.grant().token()));
    }

    @Test
    void observers_see_each_leader_that_stays_and_never_an_older_one_after_a_newer() throws InterruptedException {
        List<Optional<Leader>> seen = Collections.synchronizedList(new ArrayList<>());
        Client observer = client();
        try (Observation observation = election(observer).observe(seen::add)) {
            assertThat(observation).isNotNull();
            joinInOrder("a", "b", "c");
            for (int i = 0; i < 4; i++) {
                Reign reign = nextReign(bound());
                Leader leader = new Leader(reign.candidate(), reign.grant().token());
                eventually("the observer sees " + leader, () -> seen.contains(Optional.of(leader)));
                resignations.release();
            }
        }
        assertThat(List.copyOf(seen).stream()
                        .flatMap(Optional::stream)
                        .map(leader -> leader.token().value()))
                .isSorted();
    }

    @Test
    void an_observer_is_told_when_nobody_leads_any_more_and_what_it_missed_while_cut_off() throws InterruptedException {
        BlockingQueue<Optional<Leader>> seen = new LinkedBlockingQueue<>();
        Client observer = client();
        try (Observation observation = election(observer).observe(seen::add)) {
            assertThat(observation).isNotNull();
            eventually("told that nobody leads", () -> seen.contains(Optional.<Leader>empty()));
            Client candidate = client();
            Candidacy candidacy = join(candidate, "a");
            nextReign(bound());
            eventually("told the leader", () -> seen.stream().anyMatch(Optional::isPresent));
            observer.cut();
            candidacy.close();
            awaitQueue(QUEUE, 0);
            seen.clear();
            observer.heal();
            eventually(
                    "told that nobody leads any more",
                    failOver(observer),
                    () -> seen.contains(Optional.<Leader>empty()));
        }
    }

    @Test
    void a_closed_observation_tells_nothing_more() throws InterruptedException {
        BlockingQueue<Optional<Leader>> seen = new LinkedBlockingQueue<>();
        Client observer = client();
        Observation observation = election(observer).observe(seen::add);
        eventually("told that nobody leads", () -> !seen.isEmpty());
        observation.close();
        observation.close();
        seen.clear();
        joinInOrder("a");
        nextReign(bound());

        throughout("nothing is told", SHORT, seen::isEmpty);
    }
}
