package dev.holdfast.chaos.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Candidacy;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.LeaderElection.Term;
import dev.holdfast.chaos.cluster.server.ServerKind;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.SessionClient;
import org.kiwiproject.consul.model.session.ImmutableSession;
import org.kiwiproject.consul.util.LeaderElectionUtil;

/** Elections and locks: those of Consul's client, and ours. */
class ConsulRightsIT extends PeerContract {

    private static final String ELECTION = "scheduler";
    private static final String LOCK = "jobs";

    /** Much less than the 15 s for which Consul keeps a lock from others by default. */
    private static final Duration SOON = Duration.ofSeconds(3);

    /** Leads until it may not. */
    private static final Term TERM = leadership -> new CountDownLatch(1).await();

    @Override
    ServerKind kind() {
        return ServerKind.CONSUL;
    }

    private Consul kiwi() {
        Consul consul = Consul.builder()
                .withUrl("http://" + lab().endpoint())
                .withPing(false)
                .build();
        closing((AutoCloseable) consul::destroy);
        return consul;
    }

    /** A candidate that stands, and ends. */
    private interface Standing {
        void stand() throws Exception;

        void end() throws Exception;
    }

    private Standing ourStanding() throws InterruptedException {
        return new Standing() {
            private Coordination ours;

            @Override
            public void stand() throws InterruptedException {
                ours = ours(proxy());
                Candidacy candidacy = closing(ours.election(ELECTION).join("first", TERM));
                eventually("it leads", () -> candidacy.leadership().isPresent());
            }

            @Override
            public void end() {
                ours.close();
            }
        };
    }

    private Standing kiwiStanding() {
        LeaderElectionUtil election = new LeaderElectionUtil(kiwi());
        return new Standing() {
            @Override
            public void stand() {
                assertThat(election.electNewLeaderForService(namespace(), "first"))
                        .contains("first");
            }

            @Override
            public void end() {
                assertThat(election.releaseLockForService(namespace())).isTrue();
            }
        };
    }

    @Test
    void a_candidate_that_has_ended_leaves_no_session() throws Exception {
        leavesNoSession(ourStanding());
    }

    /** {@code LeaderElectionUtil} makes a session for each call, and destroys none. */
    @Test
    void control_a_candidate_of_kiwi_leaves_its_session() {
        Standing candidate = kiwiStanding();

        stillFails("[sessions left]", () -> leavesNoSession(candidate));
    }

    private void leavesNoSession(Standing candidate) throws Exception {
        Set<String> before = lab().sessions();
        candidate.stand();
        candidate.end();

        assertThat(lab().sessions()).as("sessions left").isSubsetOf(before);
    }

    @Test
    void the_session_of_a_candidate_runs_out_if_it_dies() throws Exception {
        runsOut(ourStanding());
    }

    @Test
    void control_the_session_of_a_candidate_of_kiwi_never_runs_out() {
        Standing candidate = kiwiStanding();

        stillFails("[time to live]", () -> runsOut(candidate));
    }

    private void runsOut(Standing candidate) throws Exception {
        assertThat(sessionOf(candidate).path("TTL").asText()).as("time to live").isNotEmpty();
    }

    @Test
    void the_session_of_a_candidate_hangs_on_no_check_of_the_node() throws Exception {
        hangsOnNoCheck(ourStanding());
    }

    /** Of default sessions: patroni#522. */
    @Test
    void control_the_session_of_a_candidate_of_kiwi_hangs_on_the_check_of_the_node() {
        Standing candidate = kiwiStanding();

        stillFails("[checks of the node]", () -> hangsOnNoCheck(candidate));
    }

    private void hangsOnNoCheck(Standing candidate) throws Exception {
        List<String> checks = new ArrayList<>();
        sessionOf(candidate).path("NodeChecks").forEach(check -> checks.add(check.asText()));

        assertThat(checks).as("checks of the node").doesNotContain("serfHealth");
    }

    private JsonNode sessionOf(Standing candidate) throws Exception {
        Set<String> before = lab().sessions();
        candidate.stand();
        URL list = URI.create("http://" + lab().endpoint() + "/v1/session/list").toURL();
        try (InputStream answer = list.openStream()) {
            for (JsonNode session : new ObjectMapper().readTree(answer)) {
                if (!before.contains(session.path("ID").asText())) {
                    return session;
                }
            }
        }
        throw new AssertionError("the candidate has no session");
    }

    @Test
    void a_candidate_that_does_not_lead_deposes_nobody_when_it_resigns() throws Exception {
        Candidacy leader = closing(ours(proxy()).election(ELECTION).join("first", TERM));
        eventually("it leads", () -> leader.leadership().isPresent());
        Candidacy other = ours(proxy()).election(ELECTION).join("second", TERM);
        eventually(
                "the other waits",
                () -> lab().fixture().queue(namespace(), "election/" + ELECTION).size() == 2);

        deposesNobody(other::close, () -> leader.leadership().isPresent());
    }

    /** {@code releaseLockForService} reads the holder's session from the key, and releases that. */
    @Test
    void control_a_candidate_of_kiwi_that_does_not_lead_deposes_the_leader() {
        LeaderElectionUtil leader = new LeaderElectionUtil(kiwi());
        LeaderElectionUtil other = new LeaderElectionUtil(kiwi());
        assertThat(leader.electNewLeaderForService(namespace(), "first")).contains("first");
        assertThat(other.electNewLeaderForService(namespace(), "second")).contains("first");

        stillFails(
                "[the first leads]",
                () -> deposesNobody(
                        () -> other.releaseLockForService(namespace()),
                        () -> leader.getLeaderInfoForService(namespace())
                                .filter("first"::equals)
                                .isPresent()));
    }

    private static void deposesNobody(Settling resignation, Callable<Boolean> leads) throws Exception {
        resignation.run();

        assertThat(leads.call()).as("the first leads").isTrue();
    }

    @Test
    void a_lock_whose_holder_has_ended_is_free_soon() throws Exception {
        Coordination holder = ours(proxy());
        Grant grant = holder.lock(LOCK).acquire(BOUND);
        assertThat(grant.isHeld()).isTrue();
        Coordination next = ours(proxy());

        isFreeSoon(holder::close, () -> closing(next.lock(LOCK).acquire(BOUND)).isHeld());
    }

    /** Whoever only destroys the session leaves the lock behind for its lock-delay, 15 s by default. */
    @Test
    void control_a_lock_of_a_session_of_kiwi_that_was_destroyed_is_not_free_soon() {
        Consul kiwi = kiwi();
        SessionClient sessions = kiwi.sessionClient();
        ImmutableSession plain = ImmutableSession.builder().name(namespace()).build();
        String holder = sessions.createSession(plain).getId();
        String next = sessions.createSession(plain).getId();
        assertThat(kiwi.keyValueClient().acquireLock(namespace(), holder)).isTrue();

        stillFails(
                "the next one holds",
                () -> isFreeSoon(
                        () -> sessions.destroySession(holder),
                        () -> kiwi.keyValueClient().acquireLock(namespace(), next)));
    }

    private static void isFreeSoon(Settling end, Callable<Boolean> next) throws Exception {
        end.run();

        await("the next one holds").atMost(SOON).until(next);
    }
}
