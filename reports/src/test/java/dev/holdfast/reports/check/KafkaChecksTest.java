package dev.holdfast.reports.check;

import static dev.holdfast.reports.check.Judging.invalid;
import static dev.holdfast.reports.check.Judging.judge;
import static dev.holdfast.reports.check.Judging.valid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reports.Story;
import dev.holdfast.reports.history.Outcome;
import dev.holdfast.reports.run.Bounds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaChecksTest {
    private static final List<String> ALL = List.of(
            "lost-acked",
            "duplicates",
            "phantom",
            "offset-consistency",
            "delivered-all",
            "dead-letter-complete",
            "poison-blocking");

    private static Story clean() {
        return new Story()
                .send(1, 2, "a", 0, 0)
                .send(3, 4, "b", 0, 1)
                .record(5, "delivered", "a", 0, 0)
                .record(6, "delivered", "b", 0, 1)
                .record(50, "final", "a", 0, 0)
                .record(51, "final", "b", 0, 1);
    }

    /** A clean story with a poison pill at offset 2 and a good record behind it. */
    private static Story poisoned(boolean kept, double delivered) {
        Story story = clean().record(10, "poisoned", "pill", 0, 2)
                .send(11, 12, "c", 0, 3)
                .record(20, "poison-attempt", "pill", 0, 2);
        if (kept) {
            story.note(
                    60,
                    "reader",
                    "final-dead-letter",
                    "topic:t",
                    Story.values("id", "pill", "sourcePartition", 0, "sourceOffset", 2));
        }
        if (delivered > 0) {
            story.record(delivered, "delivered", "c", 0, 3);
        }
        return story.record(52, "final", "pill", 0, 2)
                .record(53, "final", "c", 0, 3)
                .finalEnd(70, 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lost-acked",
                "duplicates",
                "phantom",
                "offset-consistency",
                "delivered-all",
                "dead-letter-complete",
                "poison-blocking"
            })
    void a_clean_story_with_a_handled_pill_is_valid(String id) {
        valid(id, poisoned(true, 22));
    }

    @Test
    void an_acknowledged_record_that_is_gone_is_lost() {
        only(
                "lost-acked",
                clean().send(7, 8, "c", 0, 2).record(9, "delivered", "c", 0, 2).finalEnd(70, 2),
                "is not in the topic");
    }

    @Test
    void a_record_without_an_answer_is_not_lost() {
        valid(
                "lost-acked",
                clean().op(7, 8, Outcome.INFO, "producer", "send", "topic:t", Story.values("id", "c"), Story.values())
                        .finalEnd(70, 2));
    }

    @Test
    void a_final_read_that_did_not_end_decides_nothing() {
        assertThat(judge("lost-acked", clean()).outcome()).isEqualTo(CheckOutcome.UNKNOWN);
        assertThat(judge("lost-acked", clean().finalEnd(70, 3)).outcome()).isEqualTo(CheckOutcome.UNKNOWN);
    }

    @Test
    void a_record_at_two_offsets_is_a_duplicate_but_delivered_twice_is_not() {
        only("duplicates", clean().record(52, "final", "a", 0, 2).finalEnd(70, 3), "twice");
        valid("duplicates", clean().record(8, "delivered", "a", 0, 0).finalEnd(70, 2));
    }

    @Test
    void a_record_that_nobody_sent_is_a_phantom() {
        only("phantom", clean().record(8, "delivered", "ghost", 0, 2).finalEnd(70, 2), "nobody sent it");
    }

    @Test
    void a_failed_send_that_is_there_is_a_phantom() {
        only(
                "phantom",
                clean().op(7, 8, Outcome.FAIL, "producer", "send", "topic:t", Story.values("id", "c"), Story.values())
                        .record(52, "final", "c", 0, 2)
                        .finalEnd(70, 3),
                "certainly failed");
    }

    @Test
    void two_records_at_one_offset_are_inconsistent() {
        only(
                "offset-consistency",
                clean().op(7, 8, Outcome.INFO, "producer", "send", "topic:t", Story.values("id", "c"), Story.values())
                        .record(9, "delivered", "c", 0, 1)
                        .finalEnd(70, 2),
                "is record 'c'");
    }

    @Test
    void an_offset_that_goes_back_in_time_is_inconsistent() {
        invalid("offset-consistency", new Story().send(1, 2, "a", 0, 5).send(3, 4, "b", 0, 4), "got offset 4 after");
        valid("offset-consistency", new Story().send(1, 4, "a", 0, 5).send(3, 6, "b", 0, 4));
    }

    @Test
    void an_acknowledged_record_that_no_consumer_saw_is_undelivered() {
        only(
                "delivered-all",
                clean().send(7, 8, "c", 0, 2).record(52, "final", "c", 0, 2).finalEnd(70, 3),
                "never delivered");
    }

    @Test
    void a_pill_that_is_not_in_the_dead_letter_topic_is_a_violation() {
        only("dead-letter-complete", poisoned(false, 22), "is not in the dead-letter topic");
    }

    @Test
    void a_good_record_in_the_dead_letter_topic_is_a_violation() {
        only(
                "dead-letter-complete",
                poisoned(true, 22)
                        .note(
                                61,
                                "reader",
                                "final-dead-letter",
                                "topic:t",
                                Story.values("sourcePartition", 0, "sourceOffset", 1)),
                "no poison pill");
    }

    @Test
    void a_pill_blocks_until_the_next_good_record_is_delivered() {
        Bounds bounds = Bounds.none().with("blockingMsMax", 10);
        assertThat(judge("poison-blocking", poisoned(true, 30), Story.run(bounds))
                        .isInvalid())
                .isFalse();
        assertThat(judge("poison-blocking", poisoned(true, 31), Story.run(bounds))
                        .isInvalid())
                .isTrue();
        assertThat(judge("poison-blocking", poisoned(true, 0), Story.run(bounds))
                        .violations()
                        .get(0)
                        .sentence())
                .contains("to the end of the run");
    }

    /** The anomaly raises exactly this check. */
    private static void only(String id, Story story, String words) {
        invalid(id, story, words);
        ALL.stream()
                .filter(other -> !other.equals(id))
                .forEach(other ->
                        assertThat(judge(other, story).isInvalid()).as(other).isFalse());
    }
}
