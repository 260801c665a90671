package dev.holdfast.chaos.fault.network.shaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketModelTest {

    private static final long MS = 1_000_000L;
    private static final Impairment ALL = Impairment.delay(
                    Duration.ofMillis(50), Duration.ofMillis(10), 25, new Share(20, 10), 4)
            .max(Impairment.loss(new Share(10, 30)))
            .max(Impairment.duplicate(new Share(10, 0)))
            .max(Impairment.corrupt(new Share(5, 50)));

    private static List<List<PacketModel.Copy>> play(Impairment impairment, long seed, int packets, long apartNanos) {
        PacketModel model = new PacketModel(impairment, seed);
        List<List<PacketModel.Copy>> decisions = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            decisions.add(model.next(i * apartNanos, 100, 0));
        }
        return decisions;
    }

    @Test
    void the_same_seed_makes_the_same_decisions_and_another_seed_others() {
        assertThat(play(ALL, 7, 1000, MS)).isEqualTo(play(ALL, 7, 1000, MS)).isNotEqualTo(play(ALL, 8, 1000, MS));
    }

    @Test
    void decisions_do_not_depend_on_when_packets_come() {
        List<Integer> near = play(ALL, 7, 1000, MS).stream().map(List::size).toList();
        List<Integer> far =
                play(ALL, 7, 1000, 1000 * MS).stream().map(List::size).toList();

        assertThat(near).isEqualTo(far);
    }

    @Test
    void a_share_of_packets_is_lost() {
        assertThat(Expectation.of(Impairment.loss(new Share(30, 0))).loss()).isCloseTo(0.3, within(0.01));
        assertThat(Expectation.of(Impairment.loss(new Share(100, 0))).loss()).isEqualTo(1.0);
    }

    @Test
    void correlated_losses_come_in_bursts_and_are_fewer_than_asked_as_with_netem() {
        List<List<PacketModel.Copy>> decisions = play(Impairment.loss(new Share(30, 60)), 1, 20_000, MS);
        int lost = 0;
        int inARow = 0;
        for (int i = 1; i < decisions.size(); i++) {
            lost += decisions.get(i).isEmpty() ? 1 : 0;
            inARow += decisions.get(i).isEmpty() && decisions.get(i - 1).isEmpty() ? 1 : 0;
        }
        // values of deviation 0.144 around 0.5, of which some 8 % are below 0.3
        assertThat((double) lost / decisions.size()).isBetween(0.05, 0.15);
        assertThat((double) inARow / lost).isGreaterThan(0.2);
    }

    @Test
    void jitter_is_uniform_and_lets_packets_overtake_each_other() {
        PacketModel model =
                new PacketModel(Impairment.delay(Duration.ofMillis(50), Duration.ofMillis(10), 0, Share.NONE, 0), 3);
        long last = 0;
        int overtaken = 0;
        int low = 0;
        for (int i = 0; i < 10_000; i++) {
            long at = model.next(i * MS, 100, 0).get(0).atNanos();
            assertThat(at - i * MS).isBetween(40 * MS, 60 * MS);
            low += at - i * MS < 45 * MS ? 1 : 0;
            overtaken += at < last ? 1 : 0;
            last = at;
        }
        assertThat(low).isBetween(2300, 2700);
        assertThat(overtaken).isGreaterThan(3000);
    }

    @Test
    void with_reordering_every_gap_th_packet_goes_at_once() {
        List<List<PacketModel.Copy>> decisions =
                play(Impairment.delay(Duration.ofMillis(20), Duration.ZERO, 0, new Share(100, 0), 5), 1, 20, 100 * MS);

        for (int i = 0; i < 20; i++) {
            long delay = decisions.get(i).get(0).atNanos() - i * 100L * MS;
            assertThat(delay).as("packet " + i).isEqualTo(i % 5 == 4 ? 0 : 20 * MS);
        }
    }

    @Test
    void a_duplicate_goes_twice_and_a_packet_both_lost_and_doubled_goes_once() {
        assertThat(play(Impairment.duplicate(new Share(100, 0)), 1, 100, MS))
                .allSatisfy(copies -> assertThat(copies).hasSize(2));
        assertThat(play(Impairment.duplicate(new Share(100, 0)).max(Impairment.loss(new Share(100, 0))), 1, 100, MS))
                .allSatisfy(copies -> assertThat(copies).hasSize(1));
    }

    @Test
    void a_rate_spaces_packets_by_their_length() {
        PacketModel model = new PacketModel(Impairment.rate(125_000), 1);

        assertThat(model.next(0, 1250, 0).get(0).atNanos()).isEqualTo(10 * MS);
        assertThat(model.next(0, 1250, 1).get(0).atNanos()).isEqualTo(20 * MS);
        assertThat(model.next(50 * MS, 125, 0).get(0).atNanos()).isEqualTo(51 * MS);
    }

    @Test
    void above_the_limit_packets_are_dropped() {
        PacketModel model =
                new PacketModel(Impairment.delay(Duration.ofSeconds(1), Duration.ZERO, 0, Share.NONE, 0), 1);

        assertThat(model.next(0, 100, 999)).hasSize(1);
        assertThat(model.next(0, 100, 1000)).isEmpty();
    }
}
