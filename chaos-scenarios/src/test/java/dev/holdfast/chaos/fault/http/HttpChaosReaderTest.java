package dev.holdfast.chaos.fault.http;

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
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HttpChaosReaderTest {

    private static HttpFault read(String spec) {
        return (HttpFault) ManifestReader.read(YamlDocuments.parse(
                        "m.yaml",
                        "apiVersion: chaos-mesh.org/v1alpha1\nkind: HTTPChaos\nmetadata: { name: x }\n"
                                + "spec: { mode: all, port: 8500, " + spec + " }\n")
                .get(0));
    }

    private static HttpRule rule(String spec) {
        return read("selector: {}, " + spec).rule();
    }

    @Test
    void each_field_is_read() {
        assertThat(rule("target: Response, path: /v1/*, method: GET, code: 200, request_headers: { a: b },"
                        + " response_headers: { c: d }, delay: 2s, replace: { code: 500, body: YWJj, headers: { e: f } },"
                        + " patch: { body: { type: JSON, value: '{\"g\": 1}' }, headers: [[h, i]] }"))
                .isEqualTo(new HttpRule(
                        true,
                        new HttpRule.Match("/v1/*", "GET", 200, Map.of("a", "b"), Map.of("c", "d")),
                        new HttpRule.Actions(
                                false,
                                2000,
                                new HttpRule.Replacements("", "", 500, "YWJj", Map.of(), Map.of("e", "f")),
                                new HttpRule.Additions("{\"g\":1}", List.of(), List.of(new HttpRule.Pair("h", "i"))))));
        assertThat(rule("target: Request, method: PUT, abort: true").actions().abort())
                .isTrue();
    }

    @Test
    void what_cannot_be_had_here_is_refused_with_the_reason() {
        refused(
                "selector: {}, target: Request, method: GET, abort: true, tls: { certificateName: a, privateKeyName: b,"
                        + " secretName: c, secretNamespace: d }",
                "spec.tls: UNSUPPORTED: the proxy would need");
        refused(
                "selector: { labelSelectors: { app.kubernetes.io/name: etcd } }, target: Request, method: GET, abort: true",
                "spec.selector: UNSUPPORTED: etcd speaks gRPC");
        refused("selector: {}, target: Request, method: GET, replace: { code: 500 }", "changes nothing of a request");
        refused("selector: {}, target: Response, replace: { path: /a }", "changes nothing of a response");
        refused(
                "selector: {}, target: Response, patch: { body: { type: JSON, value: '{' } }",
                "spec.patch.body.value: expected JSON");
    }

    private static void refused(String spec, String reason) {
        assertThatThrownBy(() -> read(spec))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_member_that_speaks_no_http_is_no_target_and_the_evidence_says_why() {
        Pod pod = new Pod(
                "holdfast", "zk-0", "u", "10.77.0.1", "Running", Map.of(Pod.NAME, "zookeeper"), Map.of(), List.of());

        Injection injection = read("selector: {}, target: Request, method: GET, abort: true")
                .injection(new Scene(null, null, List.of(pod), List.of(pod), new SplittableRandom(1)));

        assertThat(injection.proved()).isFalse();
        assertThat(injection.evidence())
                .singleElement()
                .satisfies(seen -> assertThat(seen.text()).startsWith("pod 'zk-0': UNSUPPORTED: ZooKeeper"));
    }

    @Test
    void the_runner_passes_and_old_connections_are_reset() {
        assertThat(PodProxy.rules("t", 8500, 4000))
                .contains("ip saddr != 10.77.255.254 tcp dport 8500 redirect to :4000")
                .contains("tcp dport 8500 tcp flags & rst == 0 reject with tcp reset");
    }
}
