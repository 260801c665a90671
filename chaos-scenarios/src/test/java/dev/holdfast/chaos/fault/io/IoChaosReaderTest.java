package dev.holdfast.chaos.fault.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.cluster.volume.VolumeNeed;
import dev.holdfast.chaos.cluster.volume.fuse.Method;
import dev.holdfast.chaos.cluster.volume.fuse.Rule;
import dev.holdfast.chaos.document.DocumentException;
import dev.holdfast.chaos.document.YamlDocuments;
import dev.holdfast.chaos.manifest.ManifestReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IoChaosReaderTest {

    private static IoFault read(String spec) {
        String yaml = "apiVersion: chaos-mesh.org/v1alpha1\nkind: IOChaos\nmetadata: { name: x }\n"
                + "spec: { mode: all, selector: {}, volumePath: /data/, " + spec + " }\n";
        return (IoFault) ManifestReader.read(YamlDocuments.parse("m.yaml", yaml).get(0));
    }

    @Test
    void a_latency_is_read() {
        IoFault fault = read("action: latency, delay: 100ms, path: '/data/**/*.wal', methods: [fsync], percent: 50");

        assertThat(fault.effect()).isEqualTo(new Rule.Delay(100_000_000));
        assertThat(fault.volumePath()).isEqualTo("/data");
        assertThat(fault.methods()).containsExactly(Method.FSYNC);
        assertThat(fault.percent()).isEqualTo(50);
        assertThat(fault.needs()).containsExactly(VolumeNeed.PASS_THROUGH);
    }

    @Test
    void without_path_methods_and_percent_every_call_to_every_file_is_meant() {
        IoFault fault = read("action: fault, errno: 5");

        assertThat(fault.effect()).isEqualTo(new Rule.Fail(5));
        assertThat(fault.glob()).isEqualTo("/data/**");
        assertThat(fault.methods()).containsExactlyInAnyOrder(Method.values());
        assertThat(fault.percent()).isEqualTo(100);
    }

    @Test
    void a_mistake_is_about_reads_and_writes() {
        IoFault fault = read("action: mistake, mistake: { filling: random, maxOccurrences: 2, maxLength: 9 }");

        assertThat(fault.effect()).isEqualTo(new Rule.Mistake(true, 2, 9));
        assertThat(fault.methods()).containsExactlyInAnyOrder(Method.READ, Method.WRITE);
    }

    @Test
    void an_override_names_what_it_overrides() {
        IoFault fault = read("action: attrOverride, attr: { perm: 0444, kind: directory }");

        assertThat(fault.effect())
                .isEqualTo(
                        new Rule.Disguise(null, null, null, null, null, null, 0040000, 0444, null, null, null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "action: latency | spec: missing field 'delay': action latency needs it",
                "action: mistake | spec: missing field 'mistake': action mistake needs it",
                "action: mistake, mistake: { filling: zero, maxLength: 1 } | spec.mistake: missing field 'maxOccurrences'",
                "action: attrOverride | spec: missing field 'attr': action attrOverride needs it",
                "action: attrOverride, attr: {} | spec.attr: must not be empty",
                "action: fault, errno: 5, methods: [getlk, forget] | spec.methods: never hit locally",
                "action: fault, errno: 5, path: '/data/a**' | spec.path: glob: '**' must be a whole name",
                "action: mistake, methods: [open], mistake: { filling: zero, maxLength: 1, maxOccurrences: 1 }"
                        + " | spec.methods: a mistake is in what read and write carry"
            })
    void what_cannot_be_done_is_refused_with_the_reason(String spec, String said) {
        assertThatThrownBy(() -> read(spec))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining(said);
    }
}
