package dev.holdfast.chaos.fault.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.document.DocumentException;
import dev.holdfast.chaos.document.YamlDocuments;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.Scene;
import dev.holdfast.chaos.manifest.ManifestReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JvmChaosReaderTest {

    static JvmFault read(String spec) {
        String text =
                "apiVersion: chaos-mesh.org/v1alpha1\nkind: JVMChaos\nmetadata: { name: slow }\nspec:\n  mode: all\n"
                        + "  selector: { labelSelectors: { app.kubernetes.io/name: zookeeper } }\n" + spec.indent(2);
        return (JvmFault)
                ManifestReader.read(YamlDocuments.parse("m.yaml", text).get(0));
    }

    @Test
    void each_action_is_read() {
        JvmFault latency = read("action: latency\nclass: a.B\nmethod: m\nlatency: 50\nduration: 2s");
        assertThat(latency.what())
                .isEqualTo(new JvmAction.Rules(new RuleScript.Point("slow", "a.B", "m").latency(50), 50));
        assertThat(latency.port()).isEqualTo(9277);
        assertThat(latency.isOneShot()).isFalse();

        assertThat(read("action: exception\nclass: a.B\nmethod: m\nname: r\nexception: java.io.IOException(\"x\")")
                        .what())
                .isEqualTo(new JvmAction.Rules(
                        new RuleScript.Point("r", "a.B", "m").exception("java.io.IOException(\"x\")"), 0));
        assertThat(read("action: return\nclass: a.B\nmethod: m\nreturnValue: 'true'\nport: 9278"))
                .isEqualTo(new JvmFault(
                        read("action: return\nclass: a.B\nmethod: m\nreturnValue: 'true'")
                                .header(),
                        new JvmAction.Rules(new RuleScript.Point("slow", "a.B", "m").returns("true"), 0),
                        9278,
                        Set.of()));
        assertThat(read("action: stress\ncpuCount: 2").what()).isEqualTo(new JvmAction.Processor(2));
        assertThat(read("action: stress\nmemType: heap").what())
                .isEqualTo(new JvmAction.Memory(JvmAction.Memory.Kind.HEAP));
        assertThat(read("action: gc").isOneShot()).isTrue();
        assertThat(
                        read("action: ruleData\nruleData: |\n  RULE x\n  CLASS a.B\n  METHOD m\n  IF true\n  DO delay(1)\n  ENDRULE")
                                .what())
                .isInstanceOfSatisfying(
                        JvmAction.Rules.class,
                        rules -> assertThat(rules.script().names()).containsExactly("x"));
    }

    @Test
    void what_cannot_be_had_here_is_refused_with_the_reason() {
        refused("action: mysql\nmysqlConnectorVersion: '8'\nlatency: 5", "UNSUPPORTED: action mysql");
        refused("action: gc\npid: 4", "spec.pid: not supported locally");
        refused("action: ruleData\nruleData: RULE x", "spec.ruleData: holds no rule");
        refused("action: exception\nclass: a.B\nmethod: m\nexception: \"a\\nb\"", "spec.exception: must be one line");
        assertThatThrownBy(() -> ManifestReader.read(YamlDocuments.parse(
                                "m.yaml",
                                "apiVersion: chaos-mesh.org/v1alpha1\nkind: JVMChaos\nmetadata: { name: x }\nspec: { action: gc,"
                                        + " mode: one, selector: { labelSelectors: { app.kubernetes.io/name: etcd } } }\n")
                        .get(0)))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("spec.selector: UNSUPPORTED: etcd is written in Go and runs in no JVM");
    }

    private static void refused(String spec, String reason) {
        assertThatThrownBy(() -> read(spec))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_member_in_go_is_no_target_and_the_evidence_says_why() {
        Pod consul = new Pod(
                "holdfast",
                "consul-0",
                "u",
                "10.77.0.1",
                "Running",
                Map.of(Pod.NAME, "consul"),
                Map.of(),
                List.of("consul"));

        Injection injection = read("action: gc")
                .injection(new Scene(null, null, List.of(consul), List.of(consul), new SplittableRandom(1)));

        assertThat(injection.proved()).isFalse();
        assertThat(injection.evidence())
                .singleElement()
                .satisfies(seen -> assertThat(seen.text())
                        .isEqualTo("pod 'consul-0': UNSUPPORTED: Consul is written in Go and runs in no JVM"));
    }
}
