package dev.holdfast.chaos.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkflowTest {

    private static @Nullable Duration seconds(int seconds) {
        return seconds == 0 ? null : Duration.ofSeconds(seconds);
    }

    private static Template serial(String name, int deadline, String... children) {
        return new Template.Serial(name, seconds(deadline), List.of(children));
    }

    private static Template parallel(String name, int deadline, String... children) {
        return new Template.Parallel(name, seconds(deadline), List.of(children));
    }

    private static Template chaos(String name, int deadline) {
        return new Template.Chaos(name, seconds(deadline), Course.fault(name, false, null));
    }

    private static Template kill(String name, int deadline) {
        return new Template.Chaos(name, seconds(deadline), Course.fault(name, true, null));
    }

    private static Template suspend(String name, int deadline) {
        return new Template.Suspend(name, seconds(deadline));
    }

    private static Template task(String name, int deadline, String... branches) {
        List<Template.Branch> read = Arrays.stream(branches)
                .map(branch -> branch.split(": ", 2))
                .map(parts -> new Template.Branch(parts[0], Expression.parse(parts[1])))
                .toList();
        return new Template.Task(
                name, seconds(deadline), new Template.Container("step", List.of(), List.of(), Map.of()), read);
    }

    private static Template check(boolean isContinuous, int span, int deadline, boolean aborts) {
        return new Template.Check(
                "check",
                seconds(deadline),
                new StatusCheck(
                        "check",
                        isContinuous,
                        seconds(span),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        3,
                        2,
                        new StatusCheck.Http(URI.create("http://10.0.0.1/"), "GET", Map.of(), "", 200, 299)),
                aborts);
    }

    private static Workflow workflow(Template... templates) {
        return Workflow.of("w", templates[0].name(), List.of(templates));
    }

    @Test
    void serial_children_follow_each_other_and_a_deadline_is_a_faults_length() {
        assertThat(Course.of(workflow(
                                serial("all", 0, "a", "rest", "b", "a"),
                                chaos("a", 10),
                                suspend("rest", 5),
                                chaos("b", 20)))
                        .until(100))
                .containsExactly(
                        "0 inject w-a-1",
                        "10 heal w-a-1",
                        "15 inject w-b-1",
                        "35 heal w-b-1",
                        "35 inject w-a-2",
                        "45 heal w-a-2",
                        "45 end");
    }

    @Test
    void parallel_children_begin_together_and_all_must_end() {
        assertThat(Course.of(workflow(
                                serial("s", 0, "p", "c"),
                                parallel("p", 0, "a", "b"),
                                chaos("a", 10),
                                chaos("b", 20),
                                chaos("c", 1)))
                        .until(100))
                .containsExactly(
                        "0 inject w-a-1",
                        "0 inject w-b-1",
                        "10 heal w-a-1",
                        "20 heal w-b-1",
                        "20 inject w-c-1",
                        "21 heal w-c-1",
                        "21 end");
    }

    @Test
    void what_is_below_ends_with_its_parents_deadline() {
        assertThat(Course.of(workflow(
                                serial("s", 0, "p", "c"),
                                parallel("p", 15, "nested", "b"),
                                serial("nested", 0, "a", "a"),
                                chaos("a", 10),
                                chaos("b", 0),
                                chaos("c", 1)))
                        .until(100))
                .containsExactly(
                        "0 inject w-a-1",
                        "0 inject w-b-1",
                        "10 heal w-a-1",
                        "10 inject w-a-2",
                        "15 heal w-a-2",
                        "15 heal w-b-1",
                        "15 inject w-c-1",
                        "16 heal w-c-1",
                        "16 end");
    }

    @Test
    void a_child_does_not_start_when_its_parent_is_over_in_the_same_turn() {
        assertThat(Course.of(workflow(serial("s", 10, "a", "b"), chaos("a", 10), chaos("b", 10)))
                        .until(100))
                .containsExactly("0 inject w-a-1", "10 heal w-a-1", "10 end");
    }

    @Test
    void a_kill_holds_its_place_until_its_deadline_and_a_fault_without_one_for_ever() {
        assertThat(Course.of(workflow(serial("s", 0, "k", "a", "b"), kill("k", 5), chaos("a", 0), chaos("b", 1)))
                        .until(1000))
                .containsExactly("0 inject w-k-1", "5 inject w-a-1");
    }

    @Test
    void nothing_to_do_is_done_at_once() {
        assertThat(Course.of(workflow(serial("s", 0, "none", "a"), parallel("none", 0), chaos("a", 1)))
                        .until(100))
                .containsExactly("0 inject w-a-1", "1 heal w-a-1", "1 end");
    }

    @Test
    void a_task_goes_on_with_every_branch_that_holds() {
        Workflow workflow = workflow(
                task("t", 0, "a: exitCode == 0", "b: stdout == 'out'", "c: exitCode != 0"),
                chaos("a", 5),
                chaos("b", 6),
                chaos("c", 7));
        assertThat(Course.of(workflow).until(100))
                .containsExactly(
                        "0 run w-t-1", "0 inject w-a-1", "0 inject w-b-1", "5 heal w-a-1", "6 heal w-b-1", "6 end");
        assertThat(Course.of(workflow).exitCode(1).until(100))
                .containsExactly(
                        "0 run w-t-1", "0 inject w-b-1", "0 inject w-c-1", "6 heal w-b-1", "7 heal w-c-1", "7 end");
    }

    @Test
    void a_task_whose_branches_all_fail_is_done_and_one_beyond_its_deadline_is_cancelled() {
        assertThat(Course.of(workflow(task("t", 0, "a: exitCode == 9"), chaos("a", 5)))
                        .until(100))
                .containsExactly("0 run w-t-1", "0 end");
        assertThat(Course.of(workflow(serial("s", 0, "t", "a"), task("t", 7, "a: true"), chaos("a", 5)))
                        .exitCode(-1)
                        .until(100))
                .containsExactly("0 run w-t-1", "7 cancel w-t-1", "7 inject w-a-1", "12 heal w-a-1", "12 end");
    }

    @Test
    void a_synchronous_check_ends_with_enough_successes_and_first_asks_after_one_interval() {
        assertThat(Course.of(workflow(serial("s", 0, "check", "a"), check(false, 0, 0, true), chaos("a", 1)))
                        .until(100))
                .containsExactly("10 probe check-1", "20 probe check-2", "20 inject w-a-1", "21 heal w-a-1", "21 end");
    }

    @Test
    void a_check_that_fails_aborts_the_workflow_only_if_it_says_so() {
        Function<String, Boolean> bad = name -> name.equals("check-1");
        assertThat(Course.of(
                                workflow(
                                        serial("s", 0, "p", "a"),
                                        parallel("p", 0, "check", "b"),
                                        check(true, 0, 0, true),
                                        chaos("a", 1),
                                        chaos("b", 0)),
                                bad)
                        .until(100))
                .containsExactly(
                        "0 inject w-b-1",
                        "10 probe check-1",
                        "20 probe check-2",
                        "30 probe check-3",
                        "40 probe check-4",
                        "40 heal w-b-1",
                        "40 end");
        assertThat(Course.of(workflow(serial("s", 0, "check", "a"), check(true, 0, 0, false), chaos("a", 1)), bad)
                        .until(100))
                .containsExactly(
                        "10 probe check-1",
                        "20 probe check-2",
                        "30 probe check-3",
                        "40 probe check-4",
                        "40 inject w-a-1",
                        "41 heal w-a-1",
                        "41 end");
    }

    @Test
    void a_check_that_aborts_lets_no_sibling_start() {
        assertThat(Course.of(
                                workflow(serial("s", 0, "check", "a"), check(false, 0, 0, true), chaos("a", 1)),
                                name -> false)
                        .until(100))
                .containsExactly("10 probe check-1", "20 probe check-2", "30 probe check-3", "30 end");
    }

    @Test
    void a_continuous_check_goes_on_until_its_duration_and_is_a_success_by_its_last_answers() {
        assertThat(Course.of(workflow(serial("s", 0, "check", "a"), check(true, 35, 0, true), chaos("a", 1)))
                        .until(100))
                .containsExactly(
                        "10 probe check-1",
                        "20 probe check-2",
                        "30 probe check-3",
                        "35 inject w-a-1",
                        "36 heal w-a-1",
                        "36 end");
        assertThat(Course.of(
                                workflow(serial("s", 0, "check", "a"), check(true, 35, 0, true), chaos("a", 1)),
                                name -> !name.equals("check-3"))
                        .until(100))
                .containsExactly("10 probe check-1", "20 probe check-2", "30 probe check-3", "35 end");
    }

    @Test
    void a_check_beyond_its_deadline_aborts_nothing() {
        assertThat(Course.of(
                                workflow(serial("s", 0, "check", "a"), check(false, 0, 15, true), chaos("a", 1)),
                                name -> false)
                        .until(100))
                .containsExactly("10 probe check-1", "15 inject w-a-1", "16 heal w-a-1", "16 end");
    }

    @Test
    void a_schedule_within_a_workflow_ends_with_its_deadline() {
        Schedule schedule = new Schedule(
                "r",
                Cron.parse("@every 10s"),
                null,
                false,
                1,
                new Schedule.Work.OfFault(Course.fault("f", false, Duration.ofSeconds(8))));
        assertThat(Course.of(workflow(new Template.Recurring("r", Duration.ofSeconds(25), schedule)))
                        .until(100))
                .containsExactly("10 inject w-r-1", "18 heal w-r-1", "20 inject w-r-2", "25 heal w-r-2", "25 end");
    }
}
