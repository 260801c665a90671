package dev.holdfast.chaos.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.YamlDocuments;
import dev.holdfast.chaos.fault.Metadata;
import dev.holdfast.chaos.fault.pod.PodChaosReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowReaderTest {

    private static final Metadata METADATA = new Metadata("w", Metadata.HOME, Map.of(), Map.of());
    private static final String FAULT = "{action: pod-failure, mode: one, selector: {namespaces: [holdfast]}}";
    private static final String HTTP = "http: {url: 'http://10.0.0.1/', criteria: {statusCode: '200-299'}}";

    private static final EmbeddedFaults FAULTS = (kind, metadata, spec) -> {
        assertThat(kind.string()).isEqualTo("PodChaos");
        return new PodChaosReader().read(metadata, spec);
    };

    private static Field yaml(String text) {
        return YamlDocuments.parse("w.yaml", text).get(0);
    }

    private static Workflow workflow(String... templates) {
        return new WorkflowReader(FAULTS)
                .read(METADATA, yaml("entry: a\ntemplates:\n- " + String.join("\n- ", templates) + "\n"));
    }

    private static Schedule schedule(String text) {
        return new ScheduleReader(FAULTS).read(METADATA, yaml(text));
    }

    @Test
    void every_type_of_template_is_read() {
        Workflow workflow = workflow(
                "{name: a, templateType: Serial, deadline: 5m, children: [b, c, d, e, f, g]}",
                "{name: b, templateType: Parallel, children: [c]}",
                "{name: c, templateType: PodChaos, deadline: 10s, podChaos: " + FAULT + "}",
                "{name: d, templateType: Suspend, deadline: 1s}",
                "{name: e, templateType: Task, task: {container: {name: x, image: 'busybox:1.36', args: [y]}}, conditionalBranches: [{target: a, expression: 'exitCode == 0'}]}",
                "{name: f, templateType: StatusCheck, abortWithStatusCheck: true, statusCheck: {" + HTTP + "}}",
                "{name: g, templateType: Schedule, deadline: 1m, schedule: {schedule: '@every 5s', type: PodChaos, historyLimit: 1, podChaos: "
                        + FAULT + "}}");

        assertThat(workflow.templates()).hasSize(7);
        assertThat(workflow.template("a").deadline()).isEqualTo(Duration.ofMinutes(5));
        assertThat(((Template.Task) workflow.template("e")).container().args()).containsExactly("y");
        assertThat(((Template.Check) workflow.template("f")).check())
                .returns(Duration.ofSeconds(10), StatusCheck::interval)
                .returns(3, StatusCheck::failureThreshold);
        Blueprint blueprint = ((Template.Chaos) workflow.template("c")).blueprint();
        assertThat(List.of(blueprint.sample().name(), blueprint.named("c-7").name()))
                .containsExactly("c", "c-7");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{name: a, templateType: Suspend}|missing field 'deadline'",
                "{name: a, templateType: Serial, children: [a]}|below itself",
                "{name: a, templateType: Serial, children: [x]}|no template is named 'x'",
                "{name: b, templateType: Serial}|no template is named 'a'",
                "{name: a, templateType: Serial, task: {}}|unknown field",
                "{name: a, templateType: Magic}|unknown type 'Magic'",
                "{name: A, templateType: Serial}|expected lower case",
                "{name: a, templateType: PodChaos}|missing field 'podChaos'",
                "{name: a, templateType: PodChaos, podChaos: {action: pod-failure, mode: one, selector: {}, duration: 5s}}|deadline takes its place",
                "{name: a, templateType: Task, task: {container: {name: x, image: busybox}}, conditionalBranches: [{target: a, expression: 'exit'}]}|in the expression 'exit'",
                "{name: a, templateType: Task, task: {container: {name: x, image: busibox}}}|no step is known by the image 'busibox'; did you mean 'busybox'?",
                "{name: a, templateType: StatusCheck, statusCheck: {http: {url: x, criteria: {statusCode: '200'}}}}|expected an http",
                "{name: a, templateType: StatusCheck, statusCheck: {http: {url: 'http://x/', criteria: {statusCode: '2xx'}}}}|expected a status code",
                "{name: a, templateType: Schedule, schedule: {schedule: '* * * * *', type: Workflow}}|unknown type 'Workflow'"
            })
    void what_the_webhook_refuses_is_refused(String template, String problem) {
        assertThatThrownBy(() -> workflow(template))
                .hasMessageContaining(problem)
                .hasMessageStartingWith("w.yaml:");
    }

    @Test
    void a_schedule_is_read_with_its_defaults() {
        Schedule read = schedule(
                "{schedule: '*/5 * * * *', type: PodChaos, podChaos: {action: pod-kill, mode: one, selector: {}}}");
        assertThat(read.isConcurrent()).isFalse();
        assertThat(read.historyLimit()).isZero();
        assertThat(read.startingDeadline()).isNull();
    }

    @Test
    void a_schedule_that_could_do_nothing_is_refused() {
        assertThatThrownBy(() -> schedule("{schedule: '@every 5s', type: PodChaos, podChaos: " + FAULT + "}"))
                .hasMessageContaining("healed as soon as it is made");
        assertThatThrownBy(() -> schedule(
                        "{schedule: '@every 5s', startingDeadlineSeconds: 4, historyLimit: 1, type: PodChaos, podChaos: "
                                + FAULT + "}"))
                .hasMessageContaining("shorter than the period");
        assertThatThrownBy(
                        () -> schedule("{schedule: 'soon', historyLimit: 1, type: PodChaos, podChaos: " + FAULT + "}"))
                .hasMessageContaining("expected 5 fields");
    }

    @Test
    void a_schedule_may_start_a_workflow() {
        Schedule read = schedule(
                "{schedule: '@hourly', type: Workflow, workflow: {entry: s, templates: [{name: s, templateType: Suspend, deadline: 1s}]}}");
        assertThat(read.work()).isInstanceOf(Schedule.Work.OfWorkflow.class);
    }
}
