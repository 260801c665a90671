package dev.holdfast.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.document.DocumentException;
import org.junit.jupiter.api.Test;

class ImpairedReaderTest {

    private static Fault read(String spec) {
        return Manifests.read("apiVersion: chaos-mesh.org/v1alpha1\nkind: NetworkChaos\nmetadata: { name: x }\n"
                + "spec: { mode: all, selector: {}, " + spec + " }\n");
    }

    @Test
    void all_bodies_given_make_one_impairment() {
        assertThat(
                        read("action: netem, delay: { latency: 50ms, jitter: 10ms, correlation: '25' }, loss: { loss: '30' },"
                                        + " rate: { rate: 1mbps }")
                                .toString())
                .contains("latency=PT0.05S", "jitter=PT0.01S", "latencyCorrelation=25.0", "percent=30.0")
                .contains("bytesPerSecond=1000000");
    }

    @Test
    void a_bucket_counts_its_bytes_in_powers_of_two() {
        assertThat(read("action: bandwidth, bandwidth: { rate: 1mbps, limit: 20000, buffer: 10000 }")
                        .toString())
                .contains("bytesPerSecond=1048576", "limitBytes=20000", "burstBytes=10000");
        assertThat(read("action: bandwidth, bandwidth: { rate: 1mbit, limit: 20000, buffer: 10000 }")
                        .toString())
                .contains("bytesPerSecond=125000");
    }

    @Test
    void what_would_change_nothing_is_refused() {
        assertThatThrownBy(() -> read("action: loss, loss: { loss: '0' }"))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("changes nothing");
    }

    @Test
    void reordering_needs_latency() {
        assertThatThrownBy(() -> read("action: delay, delay: { latency: 0ms, reorder: { reorder: '50', gap: 5 } }"))
                .hasMessageContaining("reordering is not possible without latency");
    }

    @Test
    void a_percentage_above_100_is_refused() {
        assertThatThrownBy(() -> read("action: loss, loss: { loss: '130' }")).hasMessageContaining("0 to 100");
    }

    @Test
    void pods_without_a_network_of_their_own_are_unsupported() {
        Recorder recorder = new Recorder();
        FakeCluster cluster = new FakeCluster(Pods.server("m0", 1, "leader"), Pods.server("m1", 2, "follower"));
        Nemesis nemesis =
                new Nemesis(cluster, FakePacketFilter.tools(new FakePacketFilter()), 1, recorder, System::nanoTime);

        nemesis.inject(read("action: loss, loss: { loss: '10' }"), 0).heal();

        assertThat(recorder.only(FaultListener.Effect.class).proved()).isFalse();
        assertThat(recorder.texts()).anyMatch(text -> text.startsWith("UNSUPPORTED"));
    }
}
