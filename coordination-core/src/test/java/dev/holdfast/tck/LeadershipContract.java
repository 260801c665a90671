package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Candidacy;
import dev.holdfast.Codec;
import dev.holdfast.Grant;
import dev.holdfast.LeaderElection;
import dev.holdfast.LeaderElection.Announcement;
import dev.holdfast.Standing;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.tck.BackendFixture.Client;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an election promises beyond that one leads: who is in line, what a leader says, how it hands over. */
public abstract class LeadershipContract extends Contract {

    private static final String ELECTION = "scheduler";
    private static final String QUEUE = "election/" + ELECTION;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Codec<String> TEXT = Codec.text();
    private static final Standing GIVES_WAY = new Standing(Duration.ZERO, true);

    private final BlockingQueue<Reign> reigns = new LinkedBlockingQueue<>();

    /** Who began to lead, with what. */
    private record Reign(String candidate, Grant grant) {}

    private static LeaderElection election(Client client) {
        return client.coordination().election(ELECTION);
    }

    /** Joins with a term that lasts until it is interrupted, and returns when the candidate stands in the queue. */
    private Candidacy join(Client client, String candidate, Standing standing, int size) {
        Candidacy candidacy = election(client)
                .join(
                        candidate,
                        leadership -> {
                            reigns.add(new Reign(candidate, leadership));
                            new CountDownLatch(1).await();
                        },
                        standing);
        awaitQueue(QUEUE, size);
        return candidacy;
    }

    private Reign nextReign(Duration bound) throws InterruptedException {
        Reign reign = reigns.poll(bound.toNanos(), TimeUnit.NANOSECONDS);
        assertThat(reign).as("a candidate leads within " + bound).isNotNull();
        return reign;
    }

    private void announce(Client client, Grant leadership, String value) throws InterruptedException {
        election(client).announce(leadership, value, TEXT, bound());
    }

    @Test
    void the_candidates_are_listed_in_line() throws InterruptedException {
        Client client = client();
        assertThat(election(client).candidates(bound())).isEmpty();
        join(client, "a", Standing.PLAIN, 1);
        join(client(), "b", Standing.PLAIN, 2);
        join(client, "c", GIVES_WAY, 3);

        assertThat(election(client).candidates(bound())).containsExactly("a", "b", "c");
    }

    @Test
    void a_leader_that_resigns_stands_again_last_in_line() throws InterruptedException {
        Client client = client();
        Candidacy leader = join(client, "a", Standing.PLAIN, 1);
        Reign first = nextReign(bound());
        Candidacy other = join(client(), "b", Standing.PLAIN, 2);
        other.resign();
        throughout("one that does not lead cannot resign", SHORT, reigns::isEmpty);
        leader.resign();

        assertThat(nextReign(bound()).candidate()).isEqualTo("b");
        assertThat(first.grant().isHeld()).isFalse();
        awaitQueue(QUEUE, 2);
        assertThat(election(client).candidates(bound())).containsExactly("b", "a");
        other.resign();
        assertThat(nextReign(bound()).candidate()).isEqualTo("a");
    }

    @Test
    void a_minimum_term_is_kept_by_one_that_returns_and_by_one_that_resigns() throws InterruptedException {
        Duration minimum = session().dividedBy(2);
        BlockingQueue<Grant> returned = new LinkedBlockingQueue<>();
        Client client = client();
        election(client).join("returns", returned::add, new Standing(minimum, false));
        Candidacy second = join(client(), "resigns", new Standing(minimum, false), 2);
        Grant kept = returned.take();
        Reign next = nextReign(bound());
        assertThat(kept.isHeld()).isFalse();
        long since = System.nanoTime();
        second.resign();
        throughout("leadership is kept", minimum.dividedBy(2), next.grant()::isHeld);

        assertThat(returned.poll(bound().toNanos(), TimeUnit.NANOSECONDS)).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(minimum.dividedBy(2));
    }

    @Test
    void a_minimum_term_ends_when_the_candidacy_is_closed() throws InterruptedException {
        Candidacy leader = join(client(), "a", new Standing(Duration.ofDays(1), false), 1);
        Reign first = nextReign(bound());
        join(client(), "b", Standing.PLAIN, 2);
        leader.close();

        assertThat(nextReign(bound()).candidate()).isEqualTo("b");
        assertThat(first.grant().isHeld()).isFalse();
    }

    @Test
    void what_a_leader_announces_is_told_with_the_leader_and_ends_with_it() throws InterruptedException {
        List<Optional<Announcement<String>>> told = new CopyOnWriteArrayList<>();
        Client observer = client();
        Observation observation = election(observer).observeAnnouncements(TEXT, told::add);
        Client one = client();
        Candidacy leader = join(one, "a", Standing.PLAIN, 1);
        Reign first = nextReign(bound());
        announce(one, first.grant(), "host-a:1");
        eventually("the first is told", () -> last(told).equals("a host-a:1"));
        announce(one, first.grant(), "host-a:2");
        eventually("the second is told", () -> last(told).equals("a host-a:2"));
        Client other = client();
        join(other, "b", Standing.PLAIN, 2);
        leader.close();
        Reign second = nextReign(bound());
        eventually("nothing is announced any more", () -> last(told).isEmpty());
        assertThatThrownBy(() -> announce(one, first.grant(), "host-a:3")).isInstanceOf(SessionExpired.class);
        announce(other, second.grant(), "host-b");

        eventually("the next leader's is told", () -> last(told).equals("b host-b"));
        observation.close();
        assertThat(told.stream()
                        .flatMap(Optional::stream)
                        .map(announcement -> announcement.leader().token().value()))
                .isSorted();
    }

    private static String last(List<Optional<Announcement<String>>> told) {
        return told.isEmpty()
                ? "not told"
                : told.get(told.size() - 1)
                        .map(one -> one.leader().candidate() + ' ' + one.value())
                        .orElse("");
    }

    @Test
    void an_announcement_that_arrives_after_leadership_has_passed_on_is_refused() throws InterruptedException {
        Client late = client();
        join(late, "a", Standing.PLAIN, 1);
        Reign first = nextReign(bound());
        Client other = client();
        join(other, "b", Standing.PLAIN, 2);
        List<Optional<Announcement<String>>> told = new CopyOnWriteArrayList<>();
        Observation observation = election(other).observeAnnouncements(TEXT, told::add);
        late.cut();
        Task<Void> lateOne = start(() -> {
            election(late)
                    .announce(first.grant(), "too late", TEXT, failOver(other).multipliedBy(3));
            return null;
        });
        Reign second = nextReign(failOver(other));
        announce(other, second.grant(), "in time");
        late.heal();

        assertThat(lateOne.failureWithin("it ends", failOver(other).multipliedBy(2)))
                .isInstanceOf(CoordinationException.class);
        eventually("the new one is told", () -> last(told).equals("b in time"));
        throughout("nothing else is", SHORT, () -> last(told).equals("b in time"));
        observation.close();
    }

    @Test
    void a_leader_hands_over_to_the_one_that_it_names() throws InterruptedException {
        Client client = client();
        Candidacy leader = join(client, "a", Standing.PLAIN, 1);
        Reign first = nextReign(bound());
        join(client(), "b", GIVES_WAY, 2);
        join(client, "c", GIVES_WAY, 3);
        Candidacy named = join(client(), "d", Standing.PLAIN, 4);

        assertThat(leader.handOver("d", bound())).isTrue();
        assertThat(first.grant().isHeld()).isFalse();
        Reign next = nextReign(bound());
        assertThat(next.candidate()).isEqualTo("d");
        assertThat(next.grant().token().isNewerThan(first.grant().token())).isTrue();
        assertThatThrownBy(() -> leader.handOver("d", bound())).isInstanceOf(SessionExpired.class);
        awaitQueue(QUEUE, 4);
        assertThat(election(client).candidates(bound())).containsExactlyInAnyOrder("d", "b", "c", "a");
        named.close();
        assertThat(nextReign(bound()).candidate()).isIn("a", "b", "c");
    }

    @Test
    void a_hand_over_that_cannot_be_leaves_the_leader_and_the_order_as_they_were() throws InterruptedException {
        Client client = client();
        Candidacy leader = join(client, "a", new Standing(Duration.ofMillis(100), false), 1);
        Reign first = nextReign(bound());
        join(client(), "b", Standing.PLAIN, 2);
        join(client(), "c", Standing.PLAIN, 3);

        assertThat(leader.handOver("nobody", bound())).isFalse();
        assertThat(leader.handOver("c", SHORT)).as("past one that gives no way").isFalse();
        assertThat(first.grant().isHeld()).isTrue();
        assertThat(election(client).candidates(bound())).containsExactly("a", "b", "c");
        assertThat(leader.handOver("b", bound())).as("to the next in line").isTrue();
        assertThat(nextReign(bound()).candidate()).isEqualTo("b");
    }
}
