package dev.holdfast.chaos.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way in which a fault can go wrong on Kubernetes, as Chaos Mesh 2.8 shows it, and the state that is made of it. */
class ObservedTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String UID = "0b3c";
    private static final String METADATA = "{ name: cut-r1, uid: 0b3c, finalizers: [chaos-mesh/records] }";
    private static final String DELETED =
            "{ name: cut-r1, uid: 0b3c, finalizers: [chaos-mesh/records], deletionTimestamp: 2026-11-21T07:00:00Z }";
    private static final Map<String, String> PODS = Map.of("etcd-0", "u0");

    private static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static JsonNode object(String metadata, String phase, String... records) {
        return yaml("{ kind: NetworkChaos, metadata: " + metadata + ", status: { conditions: [{ type: AllRecovered,"
                + " status: 'True' }, { type: AllInjected, status:"
                + " 'True' }], experiment: { desiredPhase: "
                + phase + ", containerRecords: [" + String.join(", ", records) + "] } } }");
    }

    private static String record(String phase, int injected, int recovered, String events) {
        return "{ id: holdfast/etcd-0, selectorKey: ., phase: " + phase + ", injectedCount: " + injected
                + ", recoveredCount: " + recovered + ", events: [" + events + "] }";
    }

    private static String failed(String operation, String message) {
        return "{ type: Succeeded, operation: Apply }, { type: Failed, operation: " + operation + ", message: '"
                + message + "', timestamp: 2026-11-21T07:00:00Z }";
    }

    private static JsonNode event(String uid, String message) {
        return yaml(
                "{ type: Warning, reason: Failed, involvedObject: { uid: " + uid + " }, message: '" + message + "' }");
    }

    private static Reading of(JsonNode object, JsonNode... events) {
        return new Observed(UID, false, object, List.of(events), PODS, PODS).reading();
    }

    @Test
    void a_fault_is_injected_when_every_record_is_and_was_at_least_once() {
        String injected = record("Injected", 1, 0, "");

        assertThat(of(object(METADATA, "Run", injected, injected)).state()).isEqualTo(FaultState.INJECTED);
        assertThat(of(object(METADATA, "Run", record("Injected", 0, 0, ""))).state())
                .isEqualTo(FaultState.PENDING);
    }

    @Test
    void a_fault_whose_rules_are_not_acknowledged_yet_is_pending() {
        Reading reading =
                of(object(METADATA, "Run", record("Injected", 1, 0, ""), record("Not Injected/Wait", 0, 0, "")));

        assertThat(reading.state()).isEqualTo(FaultState.PENDING);
        assertThat(reading.reason()).isEqualTo("1 of 2 records are injected");
    }

    @ParameterizedTest
    @CsvSource({
        "no pod is selected",
        "no target has been selected",
    })
    void cases_1_2_3_a_selection_that_finds_nobody_is_told_by_an_event_and_not_tried_again(String said) {
        Reading reading = of(object(METADATA, "Run"), event(UID, "Failed to select targets: " + said));

        assertThat(reading.state()).isEqualTo(FaultState.NO_TARGET);
        assertThat(reading.reason()).startsWith("Failed to select targets: " + said);
        assertThat(reading.state().endsInjecting()).isTrue();
    }

    @Test
    void the_event_of_a_former_object_of_the_same_name_says_nothing() {
        assertThat(of(object(METADATA, "Run"), event("0aaa", "Failed to select targets: no pod is selected"))
                        .state())
                .isEqualTo(FaultState.PENDING);
    }

    @Test
    void case_4_a_failing_injection_is_seen_in_spite_of_conditions_that_are_true() {
        Reading reading = of(object(
                METADATA,
                "Run",
                record("Not Injected", 0, 0, failed("Apply", "unable to find the daemon of the node"))));

        assertThat(reading.state()).isEqualTo(FaultState.INJECT_FAILING);
        assertThat(reading.reason())
                .isEqualTo("the last attempt failed: holdfast/etcd-0: unable to find the daemon of the node");
        assertThat(reading.state().endsInjecting()).isFalse();
    }

    @Test
    void case_5_a_failing_recovery_says_what_holds_the_object() {
        Reading reading =
                of(object(DELETED, "Stop", record("Injected", 1, 0, failed("Recover", "unable to flush ip sets"))));

        assertThat(reading.state()).isEqualTo(FaultState.RECOVER_FAILING);
        assertThat(reading.reason()).contains("unable to flush ip sets", "held by [\"chaos-mesh/records\"]");
    }

    @ParameterizedTest
    @CsvSource({"etcd-0,u1", "etcd-1,u0"})
    void case_6_a_pod_that_was_replaced_or_is_gone_is_named_while_the_records_say_injected(String name, String uid) {
        Reading reading = new Observed(
                        UID,
                        false,
                        object(METADATA, "Run", record("Injected", 1, 0, "")),
                        List.of(),
                        PODS,
                        Map.of(name, uid))
                .reading();

        assertThat(reading.state()).isEqualTo(FaultState.INJECTED);
        assertThat(reading.replaced()).containsExactly("etcd-0");
    }

    @Test
    void case_7_a_duration_that_ends_before_the_injection_is_no_recovery() {
        Reading reading = of(object(METADATA, "Stop", record("Not Injected", 0, 0, "")));

        assertThat(reading.state()).isEqualTo(FaultState.STOPPED_BEFORE_INJECTION);
        assertThat(reading.reason())
                .isEqualTo("1 of 1 records were never injected; its duration is over, which counts from its creation");
    }

    @Test
    void case_7_one_record_that_was_never_injected_is_enough() {
        assertThat(of(object(
                                METADATA,
                                "Stop",
                                record("Not Injected", 1, 1, ""),
                                record("Not Injected", 0, 0, failed("Apply", "hostNetwork pod"))))
                        .reason())
                .contains("1 of 2 records were never injected", "hostNetwork pod");
    }

    @Test
    void a_fault_is_recovered_when_every_record_was_injected_and_as_often_recovered() {
        assertThat(of(object(METADATA, "Stop", record("Not Injected", 2, 2, "")))
                        .state())
                .isEqualTo(FaultState.RECOVERED);
        assertThat(of(object(METADATA, "Stop", record("Injected/Wait", 1, 0, "")))
                        .state())
                .isEqualTo(FaultState.PENDING);
    }

    @Test
    void case_8_a_kill_stays_injected_and_only_the_pods_tell_that_it_happened() {
        JsonNode killed = object(METADATA, "Run", record("Injected", 1, 0, ""));

        assertThat(of(killed).replaced()).isEmpty();
        assertThat(new Observed(UID, false, killed, List.of(), PODS, Map.of("etcd-0", "u9"))
                        .reading()
                        .replaced())
                .containsExactly("etcd-0");
    }

    @Test
    void case_9_without_a_controller_nothing_touches_the_object() {
        Reading reading = of(yaml("{ metadata: { name: cut-r1, uid: 0b3c }, spec: {} }"));

        assertThat(reading.state()).isEqualTo(FaultState.PENDING);
        assertThat(reading.reason()).contains("no controller has looked at it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | Internal error: failed calling webhook \"mpodchaos.kb.io\": connect refused | webhook cannot be"
                        + " reached",
                "403 | admission webhook \"vpodchaos.kb.io\" denied the request: duration | webhook refuses it",
                "403 | runner is forbidden on namespace holdfast | right to break this namespace",
                "422 | NetworkChaos is invalid: spec.mode | not valid",
                "400 | strict decoding error: unknown field \"spec.modus\" | does not fit its definition",
                "404 | the server could not find the requested resource | definition is not installed",
                "409 | already exists | conflicts with what is there",
                "403 | podchaos is forbidden: User \"x\" cannot create | lacks the right",
                "503 | etcdserver: request timed out | whether it was done is not known",
                "0   | Connection reset | whether it was done is not known",
            })
    void case_10_a_refusal_says_what_is_wrong_and_what_is_known(int code, String said, String meaning) {
        assertThat(ApiError.meaning(code, said)).contains(meaning);
    }

    @Test
    void case_11_a_paused_fault_is_told_from_one_that_is_over() {
        String paused = "{ name: cut-r1, uid: 0b3c, annotations: { experiment.chaos-mesh.org/pause: 'true' } }";

        assertThat(of(object(paused, "Stop", record("Not Injected", 1, 1, ""))).reason())
                .contains("paused by annotation");
    }

    @Test
    void case_12_a_namespace_that_is_filtered_out_reads_as_no_target_and_the_reason_says_so() {
        assertThat(of(object(METADATA, "Run"), event(UID, "Failed to select targets: no pod is selected"))
                        .reason())
                .contains("without the annotation chaos-mesh.org/inject: enabled");
    }

    @Test
    void case_13_an_object_that_goes_with_its_namespace_says_what_holds_it() {
        Reading reading = of(object(DELETED, "Run", record("Injected", 1, 0, "")));

        assertThat(reading.state()).isEqualTo(FaultState.PENDING);
        assertThat(reading.reason()).contains("it is being deleted, held by [\"chaos-mesh/records\"]");
    }

    @Test
    void case_14_an_object_is_known_by_its_uid_and_not_by_its_name() {
        Reading reading = of(object("{ name: cut-r1, uid: 0fff }", "Run", record("Injected", 1, 0, "")));

        assertThat(reading.state()).isEqualTo(FaultState.GONE);
        assertThat(reading.reason()).isEqualTo("another object has taken its name");
    }

    @Test
    void case_14_what_a_watch_has_not_shown_yet_is_pending_and_what_it_showed_as_deleted_is_gone() {
        assertThat(of(MissingNode.getInstance()).state()).isEqualTo(FaultState.PENDING);
        assertThat(new Observed(UID, true, MissingNode.getInstance(), List.of(), PODS, PODS)
                        .reading()
                        .state())
                .isEqualTo(FaultState.GONE);
    }

    @Test
    void case_15_every_object_carries_its_run_in_label_and_name_and_no_name_is_too_long() {
        RunId run = new RunId("r7f3a");

        assertThat(run.labels()).containsEntry(RunId.LABEL, "r7f3a");
        assertThat(run.name("partition-leader")).isEqualTo("partition-leader-r7f3a");
        assertThat(run.name("x".repeat(80))).hasSize(RunId.LONGEST_NAME).endsWith("-r7f3a");
    }

    @Test
    void a_finalizer_that_somebody_forced_is_no_recovery() {
        String forced = "{ name: cut-r1, uid: 0b3c, deletionTimestamp: 2026-11-21T07:00:00Z,"
                + " annotations: { chaos-mesh.chaos-mesh.org/cleanFinalizer: forced } }";

        assertThat(of(object(forced, "Run", record("Injected", 1, 0, ""))).reason())
                .contains("nothing may have been undone");
    }
}
