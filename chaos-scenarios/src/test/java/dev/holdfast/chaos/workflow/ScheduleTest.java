package dev.holdfast.chaos.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static Course course(
            String cron, @Nullable Duration late, boolean isConcurrent, int limit, Blueprint fault) {
        return Course.of(
                new Schedule("s", Cron.parse(cron), late, isConcurrent, limit, new Schedule.Work.OfFault(fault)));
    }

    private static Blueprint lasting(int seconds) {
        return Course.fault("f", false, Duration.ofSeconds(seconds));
    }

    @Test
    void a_fault_starts_at_each_time_and_lasts_for_its_duration() {
        assertThat(course("*/20 * * * * *", null, false, 1, lasting(5)).until(50))
                .containsExactly("20 inject s-1", "25 heal s-1", "40 inject s-2", "45 heal s-2");
    }

    @Test
    void a_forbidden_start_is_made_up_for_when_the_one_before_has_ended() {
        assertThat(course("@every 10s", null, false, 1, lasting(15)).until(46))
                .containsExactly("10 inject s-1", "25 heal s-1", "25 inject s-2", "40 heal s-2", "40 inject s-3");
    }

    @Test
    void a_start_that_would_be_too_late_is_missed() {
        assertThat(course("*/10 * * * * *", Duration.ofSeconds(2), false, 1, lasting(15))
                        .until(46))
                .containsExactly("10 inject s-1", "25 heal s-1", "30 inject s-2", "45 heal s-2");
    }

    @Test
    void concurrent_faults_overlap() {
        assertThat(course("@every 10s", null, true, 1, lasting(15)).until(31))
                .containsExactly("10 inject s-1", "20 inject s-2", "25 heal s-1", "30 inject s-3");
    }

    @Test
    void a_fault_without_a_duration_is_healed_when_it_is_beyond_the_history() {
        assertThat(course("@every 10s", null, true, 2, Course.fault("f", false, null))
                        .until(41))
                .containsExactly(
                        "10 inject s-1",
                        "20 inject s-2",
                        "30 inject s-3",
                        "30 heal s-1",
                        "40 inject s-4",
                        "40 heal s-2");
    }

    @Test
    void a_kill_is_over_when_it_is_done() {
        assertThat(course("@every 10s", null, false, 1, Course.fault("k", true, null))
                        .until(31))
                .containsExactly("10 inject s-1", "20 inject s-2", "30 inject s-3");
    }

    @Test
    void a_schedule_that_has_missed_too_many_starts_ends() {
        Course course = course("@every 1s", null, false, 1, lasting(200));
        assertThat(course.until(1000)).containsExactly("1 inject s-1", "201 heal s-1");
    }

    @Test
    void a_workflow_starts_again_when_it_has_ended() {
        Workflow workflow = Workflow.of(
                "w",
                "all",
                List.of(
                        new Template.Serial("all", null, List.of("a", "k")),
                        new Template.Chaos("a", Duration.ofSeconds(3), Course.fault("a", false, null)),
                        new Template.Chaos("k", Duration.ofSeconds(9), Course.fault("k", true, null))));
        assertThat(Course.of(new Schedule(
                                "s", Cron.parse("@every 10s"), null, false, 1, new Schedule.Work.OfWorkflow(workflow)))
                        .until(26))
                .containsExactly(
                        "10 inject s-1-a-1",
                        "13 heal s-1-a-1",
                        "13 inject s-1-k-1",
                        "22 inject s-2-a-1",
                        "25 heal s-2-a-1",
                        "25 inject s-2-k-1");
    }
}
