package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.OwnPlaces.Attempt;
import dev.holdfast.OwnPlaces.Surplus;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OwnPlacesTest {

    private final HandHeldBackend store = new HandHeldBackend();
    private final List<Place> entered = new ArrayList<>();

    /** Enters as many as the line asks for, and returns how many that were. */
    private int enter(OwnPlaces line, int wanted) {
        int count = line.start(wanted);
        for (int i = 0; i < count; i++) {
            var place = store.new HandHeldPlace();
            Attempt attempt = new Attempt(
                    CompletableFuture.completedFuture(place), Deadline.after(Ticker.SYSTEM, Duration.ofSeconds(1)));
            line.started(attempt);
            line.entered(attempt, place);
            entered.add(place);
        }
        return count;
    }

    @Test
    void two_enter_as_soon_as_they_are_wanted_and_later_ones_together_when_none_is_left_in_line() {
        OwnPlaces line = new OwnPlaces(new Sharing.Alone());

        assertThat(enter(line, 1)).isEqualTo(1);
        assertThat(enter(line, 2)).isEqualTo(1);
        assertThat(enter(line, 3)).isZero();
        assertThat(enter(line, 8)).isZero();
        line.remove(entered.get(0));
        assertThat(enter(line, 8)).isZero();
        line.remove(entered.get(1));
        assertThat(enter(line, 8)).isEqualTo(8);
    }

    @Test
    void those_who_have_waited_long_enough_enter_once_however_many_stand_there() {
        OwnPlaces line = new OwnPlaces(new Sharing.Alone());
        enter(line, 2);

        line.startAll();

        assertThat(enter(line, 5)).isEqualTo(3);
        assertThat(enter(line, 6)).isZero();
    }

    @Test
    void those_who_may_hold_a_right_together_need_not_wait_for_each_other() {
        OwnPlaces line = new OwnPlaces(new Sharing.Permits(3));
        enter(line, 2);

        assertThat(enter(line, 3)).isEqualTo(1);
    }

    @Test
    void no_more_than_sixteen_enter() {
        OwnPlaces line = new OwnPlaces(new Sharing.Alone());

        assertThat(enter(line, 100)).isEqualTo(16);
        assertThat(line.areMissing(100)).isFalse();
    }

    @Test
    void the_last_leave_first_when_fewer_are_needed() {
        OwnPlaces line = new OwnPlaces(new Sharing.Alone());
        enter(line, 4);

        Surplus surplus = line.shrink(1);

        assertThat(surplus.waiting()).containsExactly(entered.get(3), entered.get(2), entered.get(1));
        assertThat(line.shrink(1).waiting()).isEmpty();
    }
}
