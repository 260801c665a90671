package dev.holdfast.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class IoTargetTest {

    @Test
    void a_pod_whose_volume_no_call_passes_through_is_no_target_of_a_fault_of_files() {
        FakeCluster cluster = new FakeCluster(Pods.pod("client-0", 1, Map.of()));
        Recorder recorder = new Recorder();
        Nemesis nemesis =
                new Nemesis(cluster, FakePacketFilter.tools(new FakePacketFilter()), 1, recorder, System::nanoTime);
        Fault fault = Manifests.read("""
                apiVersion: chaos-mesh.org/v1alpha1
                kind: IOChaos
                metadata: { name: io }
                spec: { action: fault, errno: 5, mode: all, selector: {}, volumePath: /data }
                """);

        nemesis.inject(fault, 0).heal();

        assertThat(recorder.all(FaultListener.Effect.class)).singleElement().satisfies(effect -> {
            assertThat(effect.proved()).isFalse();
            assertThat(effect.evidence())
                    .extracting(Evidence::text)
                    .contains("pod 'client-0' has no volume that calls pass through: members have");
        });
    }
}
