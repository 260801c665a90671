package dev.holdfast.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.Candidacy;
import dev.holdfast.Coordination;
import dev.holdfast.DistributedCounter;
import dev.holdfast.Grant;
import dev.holdfast.chaos.wire.Recording.Mark;
import dev.holdfast.tck.BackendFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The requests that each operation of a lock costs. An operation is counted until its client is quiet again, so what it
 * sends after its answer, such as the end of a watch, counts too.
 */
abstract class RequestFloorContract extends WireContract {

    /** Long, so that nothing is sent by the clock but what is known to be. */
    private static final Duration SESSION = Duration.ofSeconds(30);

    private static final Duration QUIET = Duration.ofMillis(400);

    /** More than any test takes. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private ExecutorService threads = Executors.newCachedThreadPool();

    /** What is counted. */
    enum Step {
        /** Of a name that nobody has used before. */
        ACQUIRE_NEW,
        ACQUIRE_FREE,
        /** The same, when nobody else has used the name for some time. */
        ACQUIRE_AGAIN,
        /** Until it is queued, and watches what it waits for. */
        ACQUIRE_HELD,
        /** What the next in line sends from the holder's release on. */
        HAND_OVER,
        RELEASE,
        TRY_HELD,
        ELECT,
        /** What the candidate who is next sends from the end of the leader's session on. */
        FAIL_OVER,
        /** A permit of a semaphore that has others left. */
        SEMAPHORE,
        COUNT
    }

    /**
     * The kinds of the requests of one step, without order.
     *
     * @param seen  what is sent
     * @param floor what would be enough
     */
    record Cost(List<String> seen, List<String> floor) {
        Cost {
            seen = seen.stream().sorted().toList();
            floor = floor.stream().sorted().toList();
        }
    }

    /** Returns what each step costs on this store. */
    abstract Map<Step, Cost> costs();

    /** Returns the kinds of requests that keep a session alive. */
    abstract Set<String> heartbeats();

    @BeforeEach
    void start_threads() {
        threads = Executors.newCachedThreadPool();
    }

    @AfterEach
    void stop_threads() {
        threads.shutdownNow();
    }

    @Test
    void acquiring_a_lock_of_a_new_name() throws InterruptedException {
        Client client = client(SESSION);
        Mark start = client.recording().mark();
        try (Grant grant = acquire(client)) {
            settled(Step.ACQUIRE_NEW, () -> sent(client, start));
            assertThat(grant.isHeld()).isTrue();
        }
    }

    @Test
    void acquiring_a_free_lock() throws InterruptedException {
        Client client = prepared();
        Mark start = client.recording().mark();
        try (Grant grant = acquire(client)) {
            settled(Step.ACQUIRE_FREE, () -> sent(client, start));
            assertThat(grant.isHeld()).isTrue();
        }
    }

    @Test
    void releasing_a_lock() throws InterruptedException {
        Client client = prepared();
        Mark acquired = client.recording().mark();
        Grant grant = acquire(client);
        settled(Step.ACQUIRE_FREE, () -> sent(client, acquired));
        Mark start = client.recording().mark();
        grant.close();
        settled(Step.RELEASE, () -> sent(client, start));
    }

    @Test
    void trying_for_a_held_lock() throws InterruptedException {
        Client client = client(SESSION);
        try (Grant grant = acquire(prepared())) {
            Mark start = client.recording().mark();
            assertThat(client.coordination().lock("jobs").tryAcquire()).isEmpty();
            settled(Step.TRY_HELD, () -> sent(client, start));
            assertThat(grant.isHeld()).isTrue();
        }
    }

    @Test
    void waiting_for_a_held_lock_and_being_next() throws InterruptedException, ExecutionException {
        Grant grant = acquire(prepared());
        Client next = client(SESSION);
        Mark start = next.recording().mark();
        Future<Grant> waiting = threads.submit(() -> acquire(next));
        settled(Step.ACQUIRE_HELD, () -> sent(next, start));

        Mark handOver = next.recording().mark();
        grant.close();
        assertThat(waiting.get().isHeld()).isTrue();
        settled(Step.HAND_OVER, () -> sent(next, handOver));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 20})
    void handing_over_costs_the_same_however_many_wait(int count) throws InterruptedException, ExecutionException {
        Grant grant = acquire(prepared());
        List<Client> waiters = new ArrayList<>();
        List<Future<Grant>> waiting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Client waiter = client(SESSION);
            waiters.add(waiter);
            waiting.add(threads.submit(() -> acquire(waiter)));
            awaitQueue("jobs", i + 2);
        }
        waiters.forEach(this::quiet);

        List<Mark> marks =
                waiters.stream().map(waiter -> waiter.recording().mark()).toList();
        grant.close();
        assertThat(waiting.get(0).get().isHeld()).isTrue();
        settled(Step.HAND_OVER, () -> {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.addAll(sent(waiters.get(i), marks.get(i)));
            }
            return all.stream().sorted().toList();
        });
    }

    @Test
    void being_elected_when_nobody_leads() throws InterruptedException {
        Client client = client(SESSION);
        elected(client.coordination(), "first").close();
        quiet(client);
        Mark start = client.recording().mark();
        try (Candidacy candidacy = elected(client.coordination(), "second")) {
            settled(Step.ELECT, () -> sent(client, start));
            assertThat(candidacy.leadership()).isPresent();
        }
    }

    @Test
    void taking_over_when_the_session_of_the_leader_ends() throws InterruptedException {
        BackendFixture.Client leader = lab().fixture().connect(namespace());
        Client standby = client(SESSION);
        CountDownLatch leads = new CountDownLatch(1);
        try (leader;
                Candidacy first = elected(leader.coordination(), "first");
                Candidacy second = stand(standby.coordination(), "second", leads)) {
            assertThat(first.leadership()).isPresent();
            eventually(
                    "both stand",
                    () -> standby.coordination()
                                    .election("jobs")
                                    .candidates(BOUND)
                                    .size()
                            == 2);
            quiet(standby);
            Mark start = standby.recording().mark();
            leader.expireSession();
            assertThat(leads.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            settled(Step.FAIL_OVER, () -> withoutHeartbeats(sent(standby, start)));
            assertThat(second.leadership()).isPresent();
        }
    }

    @Test
    void acquiring_a_permit_of_a_semaphore_that_has_others_left() throws InterruptedException {
        Client client = client(SESSION);
        client.coordination().semaphore("seats", 3).acquire(PATIENCE).close();
        quiet(client);
        Mark start = client.recording().mark();
        try (Grant permit = client.coordination().semaphore("seats", 3).acquire(PATIENCE)) {
            settled(Step.SEMAPHORE, () -> sent(client, start));
            assertThat(permit.isHeld()).isTrue();
        }
    }

    @Test
    void counting_up_a_counter_that_nobody_else_counts_up() throws InterruptedException {
        Client client = client(SESSION);
        DistributedCounter counter = client.coordination().counter("visits");
        counter.add(1, PATIENCE);
        quiet(client);
        Mark start = client.recording().mark();
        assertThat(counter.add(1, PATIENCE)).isEqualTo(2);
        settled(Step.COUNT, () -> sent(client, start));
    }

    private static Candidacy elected(Coordination coordination, String name) throws InterruptedException {
        CountDownLatch leads = new CountDownLatch(1);
        Candidacy candidacy = stand(coordination, name, leads);
        assertThat(leads.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return candidacy;
    }

    private static Candidacy stand(Coordination coordination, String name, CountDownLatch leads) {
        return coordination.election("jobs").join(name, leadership -> {
            leads.countDown();
            new CountDownLatch(1).await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        });
    }

    private List<String> withoutHeartbeats(List<String> kinds) {
        return kinds.stream().filter(kind -> !heartbeats().contains(kind)).toList();
    }

    /** Returns a client that has used the lock before, and is quiet. */
    Client prepared() throws InterruptedException {
        Client client = client(SESSION);
        acquire(client).close();
        awaitQueue("jobs", 0);
        quiet(client);
        return client;
    }

    static Grant acquire(Client client) throws InterruptedException {
        return client.coordination().lock("jobs").acquire(PATIENCE);
    }

    static List<String> sent(Client client, Mark start) {
        return client.recording().kindsSince(start).stream().sorted().toList();
    }

    void quiet(Client client) {
        await("client is quiet")
                .pollInterval(Duration.ofMillis(10))
                .atMost(BOUND)
                .until(() -> client.recording().isQuietFor(QUIET));
    }

    /** Waits until a step has cost what is declared, and nothing more comes. */
    void settled(Step step, Supplier<List<String>> sent) {
        Cost cost = costs().get(step);
        try {
            await().pollInterval(Duration.ofMillis(10))
                    .during(QUIET)
                    .atMost(BOUND)
                    .until(() -> sent.get().equals(cost.seen()));
        } catch (ConditionTimeoutException e) {
            // what it has cost instead is said below
        }
        System.out.printf("%s %s: %s, floor %s%n", kind(), step, sent.get(), cost.floor());
        assertThat(sent.get()).as("requests of %s on %s", step, kind()).isEqualTo(cost.seen());
    }
}
