package dev.holdfast.memory;

import dev.holdfast.tck.AsyncLockContract;
import dev.holdfast.tck.BarrierContract;
import dev.holdfast.tck.ConfigContract;
import dev.holdfast.tck.CounterContract;
import dev.holdfast.tck.DoubleBarrierContract;
import dev.holdfast.tck.ElectionContract;
import dev.holdfast.tck.GroupContract;
import dev.holdfast.tck.GuardedWriteContract;
import dev.holdfast.tck.LeadershipContract;
import dev.holdfast.tck.LocalTurnsContract;
import dev.holdfast.tck.LockContract;
import dev.holdfast.tck.LockLossContract;
import dev.holdfast.tck.ReadWriteLockContract;
import dev.holdfast.tck.SemaphoreContract;
import dev.holdfast.tck.ServiceContract;
import dev.holdfast.tck.WatchContract;
import java.util.List;

/** Bugs that a backend could have, and the sentences of the contract that catch each. */
enum PlantedBug {
    HELD_ONE_SESSION_TOO_LONG(LockLossContract.class, "a_holder_that_is_cut_off_stops_before_anybody_else_is_granted"),
    TOKEN_IS_CONSTANT(LockContract.class, "second_contender_waits_until_the_first_releases_and_gets_a_higher_token"),
    TOKEN_RESTARTS_WITH_THE_QUEUE(LockLossContract.class, "tokens_rise_over_the_removal_of_the_queue"),
    EVERY_SECOND_ENTRY_IS_OVERTAKEN(LockContract.class, "waiters_are_served_in_the_order_in_which_they_came"),
    CANCELLED_ACQUIRE_STAYS(
            LockContract.class,
            "an_acquire_that_times_out_says_so_and_leaves_nothing_in_the_queue",
            "an_interrupted_acquire_leaves_nothing_in_the_queue"),
    LEAVE_DOES_NOTHING(
            by(LockContract.class, "a_closed_grant_is_held_no_more_and_tells_so"),
            by(GroupContract.class, "one_that_leaves_is_seen_no_more"),
            by(ServiceContract.class, "registered_instances_are_found_as_they_were_registered")),
    TWO_HEADS(LockContract.class, "second_contender_waits_until_the_first_releases_and_gets_a_higher_token"),
    EVERYBODY_IS_HEAD(
            by(LockContract.class, "no_update_is_lost_under_the_lock_and_tokens_rise_from_grant_to_grant"),
            by(
                    ReadWriteLockContract.class,
                    "a_writer_waits_for_all_readers_before_it_and_later_readers_wait_for_the_writer")),
    LOSS_IS_NOT_TOLD(
            LockLossContract.class,
            "when_the_store_ends_the_session_the_holder_is_told_and_the_next_has_a_higher_token"),
    CLOSE_KEEPS_THE_SESSION(LockContract.class, "a_closed_coordination_gives_its_grants_back_at_once"),
    OBSERVER_SEES_ONLY_THE_FIRST_LEADER(
            ElectionContract.class, "observers_see_each_leader_that_stays_and_never_an_older_one_after_a_newer"),
    STALE_READ(ConfigContract.class, "a_read_is_never_older_than_a_write_that_was_answered_before_it"),
    WRITE_IGNORES_ITS_CONDITION(
            by(
                    ConfigContract.class,
                    "replace_is_refused_when_somebody_else_was_first",
                    "put_if_absent_is_refused_when_there_is_a_value"),
            by(CounterContract.class, "additions_of_others_are_counted_in")),
    INDETERMINATE_CALLED_UNAVAILABLE(
            by(ConfigContract.class, "a_write_whose_answer_is_lost_is_called_indeterminate_and_not_tried_twice"),
            by(
                    CounterContract.class,
                    "an_addition_that_gets_no_answer_is_called_indeterminate_and_never_counted_twice")),
    WATCH_MISSES_THE_LATEST(
            WatchContract.class, "the_latest_of_a_burst_of_writes_always_arrives_and_nothing_goes_back"),
    WATCH_GOES_BACK(WatchContract.class, "the_latest_of_a_burst_of_writes_always_arrives_and_nothing_goes_back"),
    WATCH_HIDES_DELETIONS(
            by(WatchContract.class, "deletion_is_told_and_so_is_creation_after_it"),
            by(BarrierContract.class, "all_who_wait_pass_when_it_is_opened")),
    WATCH_IS_SILENT_AFTER_A_CUT(WatchContract.class, "changes_during_short_cuts_arrive_after_each"),
    WATCH_MISSES_WHAT_HAPPENED_DURING_A_CUT(WatchContract.class, "a_deletion_during_a_cut_is_told_after_it"),
    STALENESS_IS_HIDDEN(WatchContract.class, "staleness_grows_while_cut_off_and_falls_after"),
    SEATS_ARE_IGNORED(SemaphoreContract.class, "as_many_hold_as_there_are_permits_and_the_next_waits"),
    ONE_SEAT_TOO_MANY(SemaphoreContract.class, "as_many_hold_as_there_are_permits_and_the_next_waits"),
    LABELS_ARE_LOST(
            by(ReadWriteLockContract.class, "asking_without_waiting_respects_who_holds_and_who_waits"),
            by(LeadershipContract.class, "the_candidates_are_listed_in_line")),
    OBSERVERS_SEE_THE_HEAD_ALONE(GroupContract.class, "observers_are_told_all_members_after_each_change"),
    OBSERVERS_MISS_DEPARTURES(
            DoubleBarrierContract.class,
            "members_enter_together_when_enough_are_there_and_leave_together_when_all_have_left"),
    GUARD_IS_IGNORED(
            by(GuardedWriteContract.class, "one_that_arrives_after_the_right_has_passed_on_is_refused"),
            by(LeadershipContract.class, "an_announcement_that_arrives_after_leadership_has_passed_on_is_refused")),
    CANCELLED_ENTERING_GOES_ON(AsyncLockContract.class, "one_that_is_cancelled_at_any_moment_leaves_nothing"),
    FOLLOWS_ANYBODY(LocalTurnsContract.class, "a_turn_does_not_pass_over_another_process");

    @SuppressWarnings("ImmutableEnumChecker") // records of lists made by List.of
    private final List<Broken> broken;

    /** The sentences of one contract that the bug breaks. */
    record Broken(Class<?> contract, List<String> sentences) {}

    PlantedBug(Class<?> contract, String... sentences) {
        this(by(contract, sentences));
    }

    PlantedBug(Broken... broken) {
        this.broken = List.of(broken);
    }

    private static Broken by(Class<?> contract, String... sentences) {
        return new Broken(contract, List.of(sentences));
    }

    List<Broken> broken() {
        return broken;
    }

    List<String> sentences() {
        return broken.stream().flatMap(one -> one.sentences().stream()).toList();
    }
}
