package dev.holdfast.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.zookeeper.Sightings.Sighting;
import dev.holdfast.zookeeper.Sightings.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The clock is in the test's hands; the session timeout is a second. */
class SightingsTest {

    private static final Sighting FIRST = new Sighting(10, 20);

    private final AtomicLong clock = new AtomicLong();
    private final Sightings sightings = new Sightings(clock::get, Duration.ofSeconds(1));

    private static Sighting absentAt(long zxid) {
        return new Sighting(0, zxid);
    }

    @Test
    void the_first_reading_is_new_and_the_same_again_is_not() {
        assertThat(sightings.judge(FIRST)).isEqualTo(Verdict.NEWER);
        assertThat(sightings.judge(FIRST)).isEqualTo(Verdict.SAME);
    }

    @Test
    void a_node_removed_and_made_again_is_new_though_its_version_is_the_same() {
        sightings.judge(FIRST);

        assertThat(sightings.judge(new Sighting(30, 30))).isEqualTo(Verdict.NEWER);
    }

    @Test
    void an_absence_is_new_once() {
        sightings.judge(FIRST);

        assertThat(sightings.judge(absentAt(21))).isEqualTo(Verdict.NEWER);
        assertThat(sightings.judge(absentAt(25))).isEqualTo(Verdict.SAME);
    }

    @Test
    void a_member_that_lags_behind_the_last_session_is_passed_over() {
        sightings.judge(new Sighting(10, 40));

        assertThat(sightings.judge(FIRST)).isEqualTo(Verdict.STALE);
        clock.set(Duration.ofMillis(900).toNanos());
        assertThat(sightings.judge(FIRST)).isEqualTo(Verdict.STALE);
        assertThat(sightings.judge(new Sighting(10, 41))).isEqualTo(Verdict.NEWER);
    }

    @Test
    void what_stays_older_for_a_session_timeout_is_of_a_restored_ensemble() {
        sightings.judge(new Sighting(10, 40));
        sightings.judge(FIRST);
        clock.set(Duration.ofSeconds(1).toNanos());

        assertThat(sightings.judge(FIRST)).isEqualTo(Verdict.NEW_EPOCH);
        assertThat(sightings.judge(FIRST)).isEqualTo(Verdict.SAME);
        assertThat(sightings.judge(new Sighting(10, 30))).isEqualTo(Verdict.NEWER);
    }

    @Test
    void the_patience_with_a_member_that_lags_begins_anew_after_it_has_caught_up() {
        sightings.judge(new Sighting(10, 40));
        sightings.judge(FIRST);
        clock.set(Duration.ofMillis(900).toNanos());
        sightings.judge(new Sighting(10, 40));
        clock.set(Duration.ofMillis(1100).toNanos());

        assertThat(sightings.judge(FIRST)).isEqualTo(Verdict.STALE);
    }

    @Test
    void the_same_position_with_another_creation_is_of_another_history() {
        sightings.judge(FIRST);
        sightings.judge(new Sighting(15, 20));
        clock.set(Duration.ofSeconds(1).toNanos());

        assertThat(sightings.judge(new Sighting(15, 20))).isEqualTo(Verdict.NEW_EPOCH);
    }

    @Test
    void an_absence_older_than_the_one_before_is_of_a_wiped_ensemble() {
        sightings.judge(absentAt(40));
        sightings.judge(absentAt(3));
        clock.set(Duration.ofSeconds(1).toNanos());

        assertThat(sightings.judge(absentAt(3))).isEqualTo(Verdict.NEW_EPOCH);
    }
}
