package dev.holdfast.chaos.fault.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.cluster.LoopbackFabric;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.volume.Volumes;
import dev.holdfast.chaos.document.DocumentException;
import dev.holdfast.chaos.document.YamlDocuments;
import dev.holdfast.chaos.fault.AtOnce;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.Pods;
import dev.holdfast.chaos.fault.Scene;
import dev.holdfast.chaos.fault.Tools;
import dev.holdfast.chaos.manifest.ManifestReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StressFaultTest {

    @TempDir
    Path folder;

    private static StressFault read(String stressors) {
        String text = "apiVersion: chaos-mesh.org/v1alpha1\nkind: StressChaos\nmetadata: { name: busy }\n"
                + "spec: { mode: all, selector: { labelSelectors: { a: b } }, stressors: { " + stressors + " } }\n";
        return (StressFault)
                ManifestReader.read(YamlDocuments.parse("m.yaml", text).get(0));
    }

    @Test
    void stressors_are_read() {
        assertThat(read("cpu: { workers: 2 }, memory: { workers: 4, size: 50%, oomScoreAdj: 3 }")
                        .stressors())
                .containsExactly(new Stressor.Processors(2, 100), new Stressor.Memory(4, new Amount(0, 50), 3));
    }

    @Test
    void what_burdens_nothing_or_is_for_another_program_is_refused() {
        refused("cpu: { workers: 1, load: 0 }", "spec.stressors.cpu.load");
        refused("cpu: { workers: 1, options: [--x] }", "spec.stressors.cpu.options: not supported locally");
        refused("memory: { workers: 1 }", "missing field 'size'");
        refused("memory: { workers: 1, size: 0B }", "spec.stressors.memory.size: size: must be above 0");
    }

    private static void refused(String stressors, String reason) {
        assertThatThrownBy(() -> read(stressors))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void all_prefixes_are_powers_of_1000() {
        assertThat(List.of("256MB", "256 MiB", "256m", ".256g", "256000000"))
                .allSatisfy(size -> assertThat(Amount.parse(size)).isEqualTo(new Amount(256_000_000, 0)));
        assertThat(new Amount(0, 50).bytesHere()).isGreaterThan(1_000_000);
    }

    @Test
    void more_than_the_machine_has_left_is_not_tried() {
        Injection injection = injection("memory: { workers: 1, size: 100% }");

        assertThat(injection.evidence())
                .singleElement()
                .satisfies(seen -> assertThat(seen.text()).startsWith("UNSUPPORTED: "));
    }

    @Test
    void processors_are_burnt_until_it_is_healed() {
        proved("cpu: { workers: 1, load: 50 }", "processor-taken");
    }

    @Test
    void memory_is_kept_until_it_is_healed() {
        assertThat(proved("memory: { workers: 2, size: 100MB }", "memory-taken"))
                .isBetween(75.0, 125.0);
    }

    private double proved(String stressors, String what) {
        Injection injection = injection(stressors);
        injection.start();
        // a stress is what it takes in the course of time
        boolean ended = AtOnce.until(Duration.ofSeconds(1), injection::isOver);
        injection.heal();
        assertThat(ended).isFalse();
        assertThat(injection.proved()).as(injection.evidence().toString()).isTrue();
        assertThat(ProcessHandle.current()
                        .descendants()
                        .flatMap(process -> process.info().commandLine().stream())
                        .filter(command -> command.contains(BurnerMain.class.getName())))
                .isEmpty();
        return injection.evidence().stream()
                .filter(seen -> seen.what().equals(what))
                .mapToDouble(Evidence::figure)
                .sum();
    }

    private Injection injection(String stressors) {
        List<Pod> pods = List.of(Pods.server("etcd-0", 1, "leader"));
        // no packet is filtered for these faults
        Tools tools = new Tools(null, LoopbackFabric.open(), folder, Volumes.open(Set.of(), folder, folder));
        return read(stressors).injection(new Scene(null, tools, pods, pods, new SplittableRandom(1)));
    }
}
