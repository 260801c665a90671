package dev.holdfast.chaos.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {

    @ParameterizedTest(name = "{0} after {1} is {2}")
    @CsvSource({
        "*/5 * * * *, 2026-01-01T00:00:00Z, 2026-01-01T00:05:00Z",
        "*/5 * * * *, 2026-01-01T00:04:59.5Z, 2026-01-01T00:05:00Z",
        "*/10 * * * * *, 2026-01-01T00:00:00Z, 2026-01-01T00:00:10Z",
        "5 * * * *, 2026-01-01T23:05:00Z, 2026-01-02T00:05:00Z",
        "5/20 * * * *, 2026-01-01T00:26:00Z, 2026-01-01T00:45:00Z",
        "0 12 31 * *, 2026-02-01T00:00:00Z, 2026-03-31T12:00:00Z",
        "0 0 29 2 *, 2026-01-01T00:00:00Z, 2028-02-29T00:00:00Z",
        "0 0 * * MON, 2026-01-01T00:00:00Z, 2026-01-05T00:00:00Z",
        "0 0 * jun-aug 0, 2026-01-01T00:00:00Z, 2026-06-07T00:00:00Z",
        "@hourly, 2026-01-01T00:00:00Z, 2026-01-01T01:00:00Z",
        "@daily, 2026-01-01T00:00:00Z, 2026-01-02T00:00:00Z",
        "@weekly, 2026-01-01T00:00:00Z, 2026-01-04T00:00:00Z",
        "@monthly, 2026-01-31T00:00:00Z, 2026-02-01T00:00:00Z",
        "@yearly, 2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "@every 90s, 2026-01-01T00:00:00Z, 2026-01-01T00:01:30Z",
        "@every 1.7s, 2026-01-01T00:00:00.9Z, 2026-01-01T00:00:01Z",
        "@every 10ms, 2026-01-01T00:00:00Z, 2026-01-01T00:00:01Z",
        "@every -5s, 2026-01-01T00:00:00Z, 2026-01-01T00:00:01Z",
        "*-5 * * * *, 2026-01-01T00:00:00Z, 2026-01-01T00:01:00Z",
        "TZ=UTC 30 4 * * *, 2026-01-01T00:00:00Z, 2026-01-01T04:30:00Z",
        "TZ=Local 30 4 * * *, 2026-01-01T00:00:00Z, 2026-01-01T04:30:00Z",
        "CRON_TZ=Asia/Tokyo 30 4 * * *, 2026-01-01T00:00:00Z, 2026-01-01T19:30:00Z",
        "TZ=Asia/Tokyo @daily, 2026-01-01T00:00:00Z, 2026-01-01T15:00:00Z",
        // clocks leap from 02:00 to 03:00 on 29 March and go back from 03:00 to 02:00 on 25 October
        "TZ=Europe/Berlin 30 2 * * *, 2026-03-28T12:00:00Z, 2026-03-30T00:30:00Z",
        "TZ=Europe/Berlin 30 2 * * *, 2026-10-25T00:00:00Z, 2026-10-25T00:30:00Z",
        "TZ=Europe/Berlin 30 2 * * *, 2026-10-25T00:30:00Z, 2026-10-25T01:30:00Z",
        "TZ=Europe/Berlin 0 * * * *, 2026-10-25T00:00:00Z, 2026-10-25T01:00:00Z"
    })
    void the_next_instant_is_found(String expression, Instant after, Instant next) {
        assertThat(Cron.parse(expression).next(after)).contains(next);
    }

    @Test
    void a_day_is_taken_by_date_or_weekday_when_both_are_restricted_and_by_both_otherwise() {
        assertThat(days("0 0 10 * fri", 3)).containsExactly("2026-01-02", "2026-01-09", "2026-01-10");
        assertThat(days("0 0 */10 * fri", 3)).containsExactly("2026-01-02", "2026-01-09", "2026-01-11");
        assertThat(days("0 0 ? * fri", 3)).containsExactly("2026-01-02", "2026-01-09", "2026-01-16");
    }

    private static List<String> days(String expression, int count) {
        List<String> days = new ArrayList<>();
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < count; i++) {
            at = Cron.parse(expression).next(at).orElseThrow();
            days.add(at.toString().substring(0, 10));
        }
        return days;
    }

    @Test
    void a_day_that_no_year_has_never_comes() {
        assertThat(Cron.parse("0 0 30 2 *").next(Instant.parse("2026-01-01T00:00:00Z")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 7",
                "5-1 * * * *",
                "*/0 * * * *",
                "1-2-3 * * * *",
                "1/2/3 * * * *",
                "-1 * * * *",
                "x * * * *",
                ", * * * *",
                "@often",
                "@every",
                "@every soon",
                "TZ=UTC",
                "TZ=Nowhere/None * * * * *"
            })
    void what_is_no_schedule_is_refused(String expression) {
        assertThatThrownBy(() -> Cron.parse(expression)).isInstanceOf(IllegalArgumentException.class);
    }
}
