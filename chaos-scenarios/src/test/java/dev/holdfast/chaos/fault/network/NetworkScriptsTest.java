package dev.holdfast.chaos.fault.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.fault.network.shaper.Impairment;
import dev.holdfast.chaos.fault.network.shaper.Link;
import dev.holdfast.chaos.fault.network.shaper.Share;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkScriptsTest {

    private static final List<Link> LINKS = List.of(new Link("10.77.0.1", "10.77.0.2"));

    @Test
    void packets_are_led_to_the_queue_and_pass_when_nobody_has_it() {
        assertThat(new QueueRules(7, 9).iptablesScript(LINKS, true)).isEqualTo("""
                *filter
                :HOLDFAST - [0:0]
                -I FORWARD -j HOLDFAST
                -I INPUT -j HOLDFAST
                -I OUTPUT -j HOLDFAST
                -A HOLDFAST -m mark --mark 9 -j RETURN
                -A HOLDFAST -s 10.77.0.1 -d 10.77.0.2 -j NFQUEUE --queue-num 7 --queue-bypass
                COMMIT
                """);
    }

    @Test
    void where_nft_has_queues_it_makes_the_same_rules() {
        assertThat(new QueueRules(7, 9).nftScript(LINKS))
                .startsWith("add table ip HOLDFAST\ndelete table ip HOLDFAST\n")
                .contains(
                        "chain forward { type filter hook forward priority -100; policy accept;", "meta mark 9 return")
                .contains("ip saddr 10.77.0.1 ip daddr 10.77.0.2 queue num 7 bypass");
    }

    @Test
    void netem_is_asked_for_every_parameter() {
        Impairment all = Impairment.delay(Duration.ofMillis(50), Duration.ofMillis(10), 25, new Share(20, 5), 4)
                .max(Impairment.loss(new Share(30, 1)))
                .max(Impairment.duplicate(new Share(2, 0)))
                .max(Impairment.corrupt(new Share(3, 0)))
                .max(Impairment.rate(125_000));

        assertThat(Netem.discipline(all))
                .isEqualTo("netem limit 1000 delay 50000us 10000us 25.0% loss random 30.0% 1.0% duplicate 2.0% 0.0%"
                        + " corrupt 3.0% 0.0% reorder 20.0% 5.0% gap 4 rate 1000000bit");
    }

    @Test
    void a_bucket_takes_the_packets_to_the_peers_alone() {
        assertThat(Disciplines.script(
                        new Bucket(125_000, 100_000, 5_000, 0, 0).discipline(), List.of("10.77.0.2", "10.0.0.0/8")))
                .endsWith("""
                        class add dev eth0 parent 1: classid 1:2 htb rate 10gbit quantum 60000
                        qdisc add dev eth0 parent 1:2 handle 2: tbf rate 1000000bit burst 5000 limit 100000
                        filter add dev eth0 parent 1: protocol ip prio 1 u32 match ip dst 10.77.0.2/32 flowid 1:2
                        filter add dev eth0 parent 1: protocol ip prio 1 u32 match ip dst 10.0.0.0/8 flowid 1:2
                        """);
    }

    @Test
    void wrong_checksums_of_segments_and_datagrams_are_counted() {
        assertThat(ChecksumErrors.count("""
                Icmp: InMsgs InErrors InCsumErrors
                Icmp: 1 2 50
                Tcp: RtoAlgorithm MaxConn OutRsts InCsumErrors
                Tcp: 1 -1 2 3
                Udp: InDatagrams InCsumErrors
                Udp: 9 4
                """)).isEqualTo(7);
    }
}
