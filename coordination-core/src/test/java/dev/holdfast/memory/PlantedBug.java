package dev.holdfast.memory;

import dev.holdfast.tck.BackendFixture;
import dev.holdfast.tck.ConfigContract;
import dev.holdfast.tck.ElectionContract;
import dev.holdfast.tck.LockContract;
import dev.holdfast.tck.LockLossContract;
import dev.holdfast.tck.WatchContract;
import java.util.List;

/** Bugs that a backend could have, and the sentences of the contract that catch each. */
enum PlantedBug {
    HELD_ONE_SESSION_TOO_LONG(LostLocks.class, "a_holder_that_is_cut_off_stops_before_anybody_else_is_granted"),
    TOKEN_IS_CONSTANT(Locks.class, "second_contender_waits_until_the_first_releases_and_gets_a_higher_token"),
    TOKEN_RESTARTS_WITH_THE_QUEUE(LostLocks.class, "tokens_rise_over_the_removal_of_the_queue"),
    EVERY_SECOND_ENTRY_IS_OVERTAKEN(Locks.class, "waiters_are_served_in_the_order_in_which_they_came"),
    CANCELLED_ACQUIRE_STAYS(
            Locks.class,
            "an_acquire_that_times_out_says_so_and_leaves_nothing_in_the_queue",
            "an_interrupted_acquire_leaves_nothing_in_the_queue"),
    LEAVE_DOES_NOTHING(Locks.class, "a_closed_grant_is_held_no_more_and_tells_so"),
    TWO_HEADS(Locks.class, "second_contender_waits_until_the_first_releases_and_gets_a_higher_token"),
    EVERYBODY_IS_HEAD(Locks.class, "no_update_is_lost_under_the_lock_and_tokens_rise_from_grant_to_grant"),
    LOSS_IS_NOT_TOLD(
            LostLocks.class, "when_the_store_ends_the_session_the_holder_is_told_and_the_next_has_a_higher_token"),
    CLOSE_KEEPS_THE_SESSION(Locks.class, "a_closed_coordination_gives_its_grants_back_at_once"),
    OBSERVER_SEES_ONLY_THE_FIRST_LEADER(
            Elections.class, "observers_see_each_leader_that_stays_and_never_an_older_one_after_a_newer"),
    STALE_READ(Config.class, "a_read_is_never_older_than_a_write_that_was_answered_before_it"),
    WRITE_IGNORES_ITS_CONDITION(
            Config.class,
            "replace_is_refused_when_somebody_else_was_first",
            "put_if_absent_is_refused_when_there_is_a_value"),
    INDETERMINATE_CALLED_UNAVAILABLE(
            Config.class, "a_write_whose_answer_is_lost_is_called_indeterminate_and_not_tried_twice"),
    WATCH_MISSES_THE_LATEST(Watches.class, "the_latest_of_a_burst_of_writes_always_arrives_and_nothing_goes_back"),
    WATCH_GOES_BACK(Watches.class, "the_latest_of_a_burst_of_writes_always_arrives_and_nothing_goes_back"),
    WATCH_HIDES_DELETIONS(Watches.class, "deletion_is_told_and_so_is_creation_after_it"),
    WATCH_IS_SILENT_AFTER_A_CUT(Watches.class, "changes_during_short_cuts_arrive_after_each"),
    WATCH_MISSES_WHAT_HAPPENED_DURING_A_CUT(Watches.class, "a_deletion_during_a_cut_is_told_after_it"),
    STALENESS_IS_HIDDEN(Watches.class, "staleness_grows_while_cut_off_and_falls_after");

    /** The bug of the contract classes below, or null for none. Set before they are run, by one thread. */
    private static volatile PlantedBug current;

    private final Class<?> contract;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> sentences;

    PlantedBug(Class<?> contract, String... sentences) {
        this.contract = contract;
        this.sentences = List.of(sentences);
    }

    Class<?> contract() {
        return contract;
    }

    List<String> sentences() {
        return sentences;
    }

    static void plant(PlantedBug bug) {
        current = bug;
    }

    private static BackendFixture planted() {
        return current == null ? new MemoryFixture() : new PlantedFixture(current);
    }

    static class Locks extends LockContract {
        @Override
        protected BackendFixture fixture() {
            return planted();
        }
    }

    static class LostLocks extends LockLossContract {
        @Override
        protected BackendFixture fixture() {
            return planted();
        }
    }

    static class Elections extends ElectionContract {
        @Override
        protected BackendFixture fixture() {
            return planted();
        }
    }

    static class Config extends ConfigContract {
        @Override
        protected BackendFixture fixture() {
            return planted();
        }
    }

    static class Watches extends WatchContract {
        @Override
        protected BackendFixture fixture() {
            return planted();
        }
    }
}
