package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.document.GoDuration;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Instants that recur, as Chaos Mesh's parser takes them: five fields, six with seconds in front, {@code @every} with a Go
 * duration, or a descriptor such as {@code @hourly}; after a time zone, {@code TZ=} or {@code CRON_TZ=}, or else in UTC. A
 * time of day that a zone's clocks leap over does not come that day, one that they repeat comes twice.
 * Source: https://pkg.go.dev/github.com/robfig/cron/v3
 */
public sealed interface Cron {

    /** Returns the first instant after the given one; nothing when there is none within five years. */
    Optional<Instant> next(Instant after);

    /** Reads an expression; throws {@link IllegalArgumentException} with what was expected. */
    static Cron parse(String text) {
        if (!text.startsWith("TZ=") && !text.startsWith("CRON_TZ=")) {
            return parse(text, ZoneOffset.UTC);
        }
        int space = text.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("expected a schedule after the time zone, given '" + text + "'");
        }
        return parse(text.substring(space).strip(), zone(text.substring(text.indexOf('=') + 1, space)));
    }

    private static ZoneId zone(String name) {
        try {
            // a container's local time is UTC unless its image says otherwise
            return name.isEmpty() || name.equals("Local") ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("unknown time zone '" + name + "'", e);
        }
    }

    private static Cron parse(String text, ZoneId zone) {
        if (text.startsWith("@every ")) {
            return new Every(GoDuration.parse(text.substring("@every ".length())));
        }
        String fields = text.startsWith("@") ? Fields.DESCRIPTORS.get(text) : text.strip();
        if (fields == null) {
            throw new IllegalArgumentException("unknown descriptor '" + text
                    + "'; expected @every and a duration, or one of "
                    + String.join(
                            ", ", Fields.DESCRIPTORS.keySet().stream().sorted().toList()));
        }
        String[] parts = fields.split("\\s+", -1);
        if (parts.length != 5 && parts.length != 6) {
            throw new IllegalArgumentException("expected 5 fields, or 6 with seconds first, given " + parts.length);
        }
        int first = parts.length - 5;
        return new Fields(
                CronField.parse(first == 1 ? parts[0] : "0", CronField.Unit.SECOND),
                CronField.parse(parts[first], CronField.Unit.MINUTE),
                CronField.parse(parts[first + 1], CronField.Unit.HOUR),
                CronField.parse(parts[first + 2], CronField.Unit.DAY),
                CronField.parse(parts[first + 3], CronField.Unit.MONTH),
                CronField.parse(parts[first + 4], CronField.Unit.WEEKDAY),
                zone);
    }

    /** At a constant distance, on the second; what is shorter than a second is a second. */
    record Every(Duration period) implements Cron {

        public Every {
            period = Duration.ofSeconds(Math.max(1, period.toSeconds()));
        }

        @Override
        public Optional<Instant> next(Instant after) {
            return Optional.of(after.truncatedTo(ChronoUnit.SECONDS).plus(period));
        }
    }

    /** By the fields of a date; a day is taken by its date or by its weekday when both are restricted. */
    record Fields(
            CronField second,
            CronField minute,
            CronField hour,
            CronField day,
            CronField month,
            CronField weekday,
            ZoneId zone)
            implements Cron {

        private static final int YEARS = 5;
        private static final Map<String, String> DESCRIPTORS = Map.of(
                "@yearly", "0 0 1 1 *",
                "@annually", "0 0 1 1 *",
                "@monthly", "0 0 1 * *",
                "@weekly", "0 0 * * 0",
                "@daily", "0 0 * * *",
                "@midnight", "0 0 * * *",
                "@hourly", "0 * * * *");

        @Override
        public Optional<Instant> next(Instant after) {
            ZonedDateTime time =
                    after.atZone(zone).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
            int lastYear = time.getYear() + YEARS;
            while (time.getYear() <= lastYear) {
                ZonedDateTime later = later(time);
                if (later.equals(time)) {
                    return Optional.of(time.toInstant());
                }
                time = later;
            }
            return Optional.empty();
        }

        /** Returns the time itself when it fits, or else the start of the next unit of the first field that does not fit. */
        private ZonedDateTime later(ZonedDateTime time) {
            if (!month.has(time.getMonthValue())) {
                return time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
            }
            if (!isDay(time)) {
                return time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
            }
            if (!hour.has(time.getHour())) {
                return time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            }
            if (!minute.has(time.getMinute())) {
                return time.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
            }
            return second.has(time.getSecond()) ? time : time.plusSeconds(1);
        }

        private boolean isDay(ZonedDateTime time) {
            boolean byDate = day.has(time.getDayOfMonth());
            boolean byWeekday = weekday.has(time.getDayOfWeek().getValue() % 7);
            return (day.isStar() || weekday.isStar()) ? byDate && byWeekday : byDate || byWeekday;
        }
    }
}
