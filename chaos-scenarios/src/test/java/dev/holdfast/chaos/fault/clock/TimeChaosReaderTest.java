package dev.holdfast.chaos.fault.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.document.YamlDocuments;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.manifest.ManifestReader;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TimeChaosReaderTest {

    @Test
    void an_offset_has_a_sign_and_fractions() {
        assertThat(shift("timeOffset: -1h30m").offset()).isEqualTo(Duration.ofMinutes(-90));
        assertThat(shift("timeOffset: 1.5s").offset()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void the_time_of_day_is_meant_unless_clocks_are_named() {
        assertThat(shift("timeOffset: 1s").clocks())
                .isEqualTo(Set.of(ClockId.CLOCK_REALTIME, ClockId.CLOCK_REALTIME_COARSE));
        assertThat(shift("timeOffset: 1s, clockIds: [CLOCK_BOOTTIME]").clocks())
                .isEqualTo(Set.of(ClockId.CLOCK_BOOTTIME));
    }

    @Test
    void containers_are_kept() {
        assertThat(read("TimeChaos", "timeOffset: 1s, selector: {}, containerNames: [etcd]"))
                .isInstanceOfSatisfying(
                        ClockSkew.class, skew -> assertThat(skew.containers()).containsExactly("etcd"));
    }

    @Test
    void an_offset_of_nothing_is_refused() {
        assertThatThrownBy(() -> shift("timeOffset: 0s")).hasMessageContaining("spec.timeOffset: an offset of 0");
    }

    @Test
    void a_machine_names_its_clocks_in_one_string() {
        Fault fault = machine("{ pid: 1, time-offset: -5s, clock-ids-slice: 'CLOCK_REALTIME,CLOCK_MONOTONIC' }");

        assertThat(fault.kind()).isEqualTo("PhysicalMachineChaos");
        assertThat(fault).isInstanceOfSatisfying(ClockSkew.class, skew -> {
            assertThat(skew.shift().offset()).isEqualTo(Duration.ofSeconds(-5));
            assertThat(skew.shift().clocks()).contains(ClockId.CLOCK_MONOTONIC_COARSE);
            assertThat(skew.process()).isEqualTo(ClockSkew.MAIN);
        });
        assertThatThrownBy(() -> machine("{ pid: 1, time-offset: 1s, clock-ids-slice: CLOCK }"))
                .hasMessageContaining("spec.clock.clock-ids-slice: unknown clock 'CLOCK'");
    }

    private static Fault machine(String clock) {
        return read("PhysicalMachineChaos", "action: clock, address: [10.77.0.1], clock: " + clock);
    }

    private static Shift shift(String fields) {
        return ((ClockSkew) read("TimeChaos", "selector: {}, " + fields)).shift();
    }

    private static Fault read(String kind, String fields) {
        String text = "apiVersion: chaos-mesh.org/v1alpha1\nkind: " + kind
                + "\nmetadata: { name: skew, namespace: holdfast }\nspec: { mode: all, " + fields + " }\n";
        return ManifestReader.read(YamlDocuments.parse("m.yaml", text).get(0));
    }
}
