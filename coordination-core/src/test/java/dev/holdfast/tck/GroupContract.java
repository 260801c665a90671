package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Group;
import dev.holdfast.Group.Member;
import dev.holdfast.Membership;
import dev.holdfast.model.FencingToken;
import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.tck.BackendFixture.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What membership of a group promises. */
public abstract class GroupContract extends Contract {

    private static final String GROUP = "workers";
    private static final String QUEUE = "group/" + GROUP;

    private static Group group(Client client) {
        return client.coordination().group(GROUP);
    }

    private static List<String> payloads(List<Member> members) {
        return members.stream().map(Member::payload).toList();
    }

    private List<String> members(Client client) throws InterruptedException {
        return payloads(group(client).members(bound()));
    }

    @Test
    void everybody_sees_the_members_in_the_order_in_which_they_joined() throws InterruptedException {
        Client client = client();
        assertThat(members(client)).isEmpty();
        Membership first = group(client()).join("host-a:80 zone=1", bound());
        Membership second = group(client).join("", bound());
        group(client()).join("c \u00e9", bound());

        assertThat(members(client)).containsExactly("host-a:80 zone=1", "", "c \u00e9");
        assertThat(first.isMember() && second.isMember()).isTrue();
        assertThat(group(client).members(bound()).get(0).token())
                .isEqualTo(first.token().orElseThrow());
    }

    @Test
    void one_that_leaves_is_seen_no_more() throws InterruptedException {
        Client client = client();
        Membership leaving = group(client()).join("a", bound());
        BlockingQueue<LossReason> told = new LinkedBlockingQueue<>();
        leaving.onLost(told::add);
        group(client).join("b", bound());
        leaving.close();
        leaving.close();

        assertThat(members(client)).containsExactly("b");
        assertThat(leaving.isMember()).isFalse();
        eventually("the end is told", () -> told.contains(LossReason.RELEASED));
        assertThat(told).hasSize(1);
    }

    @Test
    void observers_are_told_all_members_after_each_change() throws InterruptedException {
        BlockingQueue<List<String>> seen = new LinkedBlockingQueue<>();
        Observation observation = group(client()).observe(members -> seen.add(payloads(members)));
        Membership first = group(client()).join("a", bound());
        eventually("the first is told", () -> seen.contains(List.of("a")));
        group(client()).join("b", bound());
        eventually("both are told", () -> seen.contains(List.of("a", "b")));
        first.close();

        eventually("the other alone is told", () -> seen.contains(List.of("b")));
        observation.close();
    }

    @Test
    void a_member_that_dies_vanishes_when_its_session_is_over() throws InterruptedException {
        Client dying = client();
        Membership lost = group(dying).join("a", bound());
        Client other = client();
        group(other).join("b", bound());
        dying.cut();

        eventually("it has vanished", failOver(other), () -> members(other).equals(List.of("b")));
        assertThat(lost.isMember()).isFalse();
    }

    @Test
    void after_the_end_of_its_session_a_member_joins_again_by_itself() throws InterruptedException {
        Client dying = client();
        Membership member = group(dying).join("a", bound());
        FencingToken before = member.token().orElseThrow();
        BlockingQueue<LossReason> lost = new LinkedBlockingQueue<>();
        BlockingQueue<FencingToken> joined = new LinkedBlockingQueue<>();
        member.onLost(lost::add);
        member.onJoined(joined::add);
        Client other = client();
        group(other).join("b", bound());
        dying.expireSession();

        eventually("it is told that it joined anew", failOver(dying), () -> !joined.isEmpty());
        assertThat(lost).hasSize(1);
        assertThat(joined.element().isNewerThan(before)).isTrue();
        assertThat(member.token()).contains(joined.element());
        assertThat(members(other)).containsExactly("b", "a");
        member.close();
        assertThat(members(other)).containsExactly("b");
    }

    @Test
    void a_changed_payload_is_seen_once_and_never_missing() throws InterruptedException {
        List<List<String>> seen = new CopyOnWriteArrayList<>();
        Client client = client();
        Membership member = group(client()).join("v0", bound());
        Observation observation = group(client).observe(members -> seen.add(payloads(members)));
        eventually("the first is told", () -> !seen.isEmpty());
        for (int version = 1; version <= 5; version++) {
            member.change("v" + version, bound());
            assertThat(members(client)).containsExactly("v" + version);
        }

        eventually("the last is told", () -> seen.get(seen.size() - 1).equals(List.of("v5")));
        observation.close();
        assertThat(seen).allMatch(members -> members.size() == 1);
        assertThat(seen.stream().map(members -> members.get(0))).isSorted();
        awaitQueue(QUEUE, 1);
    }

    @Test
    void a_payload_that_is_too_long_is_refused() throws InterruptedException {
        Group group = group(client());
        String longest = "x".repeat(Membership.PAYLOAD_BYTES_MAX);
        group.join(longest, bound());

        assertThatThrownBy(() -> group.join(longest + "x", bound())).isInstanceOf(IllegalArgumentException.class);
        assertThat(payloads(group.members(bound()))).containsExactly(longest);
    }

    @Test
    void a_membership_that_is_closed_while_cut_off_does_not_come_back() throws InterruptedException {
        Client cut = client();
        Membership member = group(cut).join("a", bound());
        cut.cut();
        eventually("it knows that it may be none", failOver(cut), () -> !member.isMember());
        member.close();
        cut.heal();
        Client other = client();
        List<List<String>> seen = new ArrayList<>();
        eventually("it is seen no more", failOver(other), () -> {
            seen.add(members(other));
            return seen.get(seen.size() - 1).isEmpty();
        });

        throughout("it does not come back", session(), () -> members(other).isEmpty());
        assertThat(member.isMember()).isFalse();
    }
}
