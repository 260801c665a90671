package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.Candidacy;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.contract.Etcdctl.Running;
import dev.holdfast.tck.BackendFixture.Client;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our locks and elections and those of etcd's own client exclude each other on one name, in the order of entering. */
class EtcdctlIT {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration WHILE = Duration.ofMillis(500);

    private static RealServers servers;
    private static Etcdctl etcdctl;

    private final String namespace = "interop/" + UUID.randomUUID().toString().substring(0, 8);
    private final String lockName = namespace + "/lock/jobs/-";
    private final String electionName = namespace + "/election/chief/-";
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException {
        List<String> known = new ArrayList<>();
        servers = RealServers.start("EtcdctlIT", ServerKind.ETCD, 1, data, endpoints -> {
            known.addAll(endpoints);
            return new EtcdFixture(endpoints);
        });
        etcdctl = Etcdctl.to(known.get(0));
    }

    @AfterAll
    static void stop() throws Exception {
        servers.stop();
    }

    @AfterEach
    void close_everything() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private Coordination client() throws InterruptedException {
        Client client = servers.fixture().connect(namespace);
        open.push(client);
        return client.coordination();
    }

    private Running run(String... words) {
        Running running = etcdctl.start(words);
        open.push(running);
        return running;
    }

    /** Waits until the other client has the right, and returns the key by which it has it. */
    private static String granted(Running running) throws InterruptedException {
        String key = running.line(BOUND.toSeconds());
        assertThat(key).as("the key that etcdctl prints when it is granted").isNotNull();
        return String.valueOf(key);
    }

    private void awaitQueue(String queue, int size) {
        await("queue " + queue + " has " + size + " entries")
                .atMost(BOUND)
                .until(() -> servers.fixture().queue(namespace, queue).size() == size);
    }

    private static void staysSo(String what, java.util.concurrent.Callable<Boolean> condition) {
        await(what)
                .pollInterval(Duration.ofMillis(10))
                .during(WHILE)
                .atMost(BOUND)
                .until(condition);
    }

    @Test
    void our_lock_waits_while_etcdctl_holds_it() throws InterruptedException {
        Running theirs = run("lock", lockName);
        String key = granted(theirs);
        long token = etcdctl.created(key);
        Coordination ours = client();

        assertThat(ours.lock("jobs").tryAcquire()).isEmpty();
        CompletableFuture<Grant> waiting = ours.lock("jobs").acquireAsync(BOUND);
        awaitQueue("lock/jobs", 2);
        staysSo("ours waits", () -> !waiting.isDone());
        theirs.end();

        assertThat(waiting.join().token().value()).isGreaterThan(token);
    }

    @Test
    void etcdctl_waits_while_we_hold_the_lock() throws InterruptedException {
        Grant grant = client().lock("jobs").acquire(BOUND);
        Running theirs = run("lock", lockName);
        awaitQueue("lock/jobs", 2);
        staysSo("theirs waits", () -> !theirs.hasPrinted());
        grant.close();

        assertThat(etcdctl.created(granted(theirs))).isGreaterThan(grant.token().value());
    }

    @Test
    void all_are_served_in_the_order_in_which_they_entered_whosever_they_are() throws InterruptedException {
        Grant first = client().lock("jobs").acquire(BOUND);
        Running second = run("lock", lockName);
        awaitQueue("lock/jobs", 2);
        CompletableFuture<Grant> third = client().lock("jobs").acquireAsync(BOUND);
        awaitQueue("lock/jobs", 3);
        Running fourth = run("lock", lockName);
        awaitQueue("lock/jobs", 4);
        first.close();

        long secondToken = etcdctl.created(granted(second));
        staysSo("the others wait", () -> !third.isDone() && !fourth.hasPrinted());
        second.end();
        Grant thirdGrant = third.join();
        staysSo("the last waits", () -> !fourth.hasPrinted());
        thirdGrant.close();
        long fourthToken = etcdctl.created(granted(fourth));

        assertThat(List.of(
                        first.token().value(), secondToken, thirdGrant.token().value(), fourthToken))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void the_lock_of_an_etcdctl_that_was_killed_passes_to_us_when_its_lease_runs_out() throws InterruptedException {
        Running theirs = run("lock", "--ttl=2", lockName);
        long token = etcdctl.created(granted(theirs));
        CompletableFuture<Grant> waiting = client().lock("jobs").acquireAsync(BOUND);
        awaitQueue("lock/jobs", 2);
        theirs.kill();

        assertThat(waiting.join().token().value()).isGreaterThan(token);
    }

    @Test
    void our_candidate_waits_while_one_of_etcdctl_leads() throws InterruptedException {
        Running theirs = run("elect", electionName, "theirs");
        long token = etcdctl.created(granted(theirs));
        Coordination ours = client();
        CompletableFuture<Long> elected = new CompletableFuture<>();
        Candidacy candidacy = ours.election("chief").join("ours", leadership -> {
            elected.complete(leadership.token().value());
            Thread.currentThread().join();
        });
        open.push(candidacy);
        awaitQueue("election/chief", 2);
        staysSo("ours waits", () -> !elected.isDone());

        assertThat(ours.election("chief").leader(BOUND))
                .get()
                .satisfies(leader -> assertThat(leader.candidate()).isEqualTo("theirs"));
        theirs.end();
        assertThat(elected.join()).isGreaterThan(token);
    }

    @Test
    void a_candidate_of_etcdctl_waits_while_ours_leads_and_sees_it() throws InterruptedException {
        Coordination ours = client();
        CompletableFuture<Long> elected = new CompletableFuture<>();
        Candidacy candidacy = ours.election("chief").join("ours", leadership -> {
            elected.complete(leadership.token().value());
            Thread.currentThread().join();
        });
        open.push(candidacy);
        long token = elected.join();
        Running listener = run("elect", "--listen", electionName);
        assertThat(listener.line(BOUND.toSeconds())).startsWith(electionName);
        assertThat(listener.line(BOUND.toSeconds())).isEqualTo("ours");
        Running theirs = run("elect", electionName, "theirs");
        awaitQueue("election/chief", 2);
        staysSo("theirs waits", () -> !theirs.hasPrinted());
        candidacy.close();

        assertThat(etcdctl.created(granted(theirs))).isGreaterThan(token);
        assertThat(ours.election("chief").leader(BOUND).map(leader -> leader.candidate()))
                .isEqualTo(Optional.of("theirs"));
    }
}
