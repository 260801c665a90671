package dev.holdfast.chaos.manifest;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Cron expressions as Chaos Mesh takes them: five fields, six with seconds, or a descriptor, after an optional
 * {@code TZ=} or {@code CRON_TZ=}. Source: https://pkg.go.dev/github.com/robfig/cron/v3
 */
final class Cron {

    private static final Set<String> DESCRIPTORS =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final String EVERY = "@every ";
    private static final List<Bounds> FIELDS = List.of(
            new Bounds(0, 59, List.of()),
            new Bounds(0, 59, List.of()),
            new Bounds(0, 23, List.of()),
            new Bounds(1, 31, List.of()),
            new Bounds(
                    1, 12, List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
            new Bounds(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

    /** The values of a field; the first of the names stands for the least. */
    private record Bounds(int least, int most, List<String> names) {

        Bounds {
            names = List.copyOf(names);
        }

        boolean isField(String text) {
            List<String> parts = Arrays.stream(text.split(",", -1))
                    .filter(part -> !part.isEmpty())
                    .toList();
            return !parts.isEmpty() && parts.stream().allMatch(this::isRange);
        }

        private boolean isRange(String text) {
            String[] rangeAndStep = text.split("/", -1);
            String[] ends = rangeAndStep[0].split("-", -1);
            if (rangeAndStep.length > 2 || ends.length > 2) {
                return false;
            }
            if (rangeAndStep.length == 2 && number(rangeAndStep[1]).orElse(0) == 0) {
                return false;
            }
            if (ends[0].equals("*") || ends[0].equals("?")) {
                return true;
            }
            OptionalInt first = value(ends[0]);
            OptionalInt last = ends.length == 2 ? value(ends[1]) : first;
            return first.isPresent()
                    && last.isPresent()
                    && least <= first.getAsInt()
                    && first.getAsInt() <= last.getAsInt()
                    && last.getAsInt() <= most;
        }

        private OptionalInt value(String text) {
            int index = names.indexOf(text.toLowerCase(Locale.ROOT));
            return index >= 0 ? OptionalInt.of(least + index) : number(text);
        }
    }

    private Cron() {}

    static boolean isCron(String text) {
        String expression = text;
        if (text.startsWith("TZ=") || text.startsWith("CRON_TZ=")) {
            int space = text.indexOf(' ');
            if (space < 0 || !isZone(text.substring(text.indexOf('=') + 1, space))) {
                return false;
            }
            expression = text.substring(space).strip();
        }
        if (expression.startsWith("@")) {
            return DESCRIPTORS.contains(expression)
                    || (expression.startsWith(EVERY) && Formats.isDuration(expression.substring(EVERY.length())));
        }
        String[] fields = expression.strip().split("\\s+", -1);
        if (fields.length != 5 && fields.length != 6) {
            return false;
        }
        int skipped = FIELDS.size() - fields.length;
        for (int i = 0; i < fields.length; i++) {
            if (!FIELDS.get(skipped + i).isField(fields[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZone(String text) {
        try {
            return text.equals("Local") || ZoneId.of(text.isEmpty() ? "UTC" : text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static OptionalInt number(String text) {
        return text.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}
