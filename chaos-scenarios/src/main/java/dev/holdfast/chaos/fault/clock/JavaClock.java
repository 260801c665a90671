package dev.holdfast.chaos.fault.clock;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The time that a Java virtual machine writes at the head of its list of system properties, by its own clock. */
final class JavaClock implements WallClock {

    /** As {@link java.util.Properties#store} writes it; the zone is the machine's, which is ours too. */
    private static final Pattern DATE =
            Pattern.compile("(?m)^#[A-Z][a-z]{2} ([A-Z][a-z]{2} \\d{2} \\d{2}:\\d{2}:\\d{2}) \\S+ (\\d{4,})\\s*$");

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("MMM dd HH:mm:ss yyyy", Locale.US);

    private final JavaAttachment machine;

    JavaClock(long pid, Signals signals) {
        this.machine = new JavaAttachment(pid, signals);
    }

    @Override
    public Reading read(Duration bound) throws IOException {
        machine.open(bound);
        Instant asked = Instant.now();
        String properties = machine.ask("properties", bound);
        return Reading.of(date(properties), asked, Instant.now());
    }

    static Instant date(String properties) throws IOException {
        Matcher date = DATE.matcher(properties);
        if (!date.find()) {
            throw new IOException("no date at the head of the system properties: '"
                    + properties.lines().limit(3).toList() + "'");
        }
        try {
            return LocalDateTime.parse(date.group(1) + " " + date.group(2), FORMAT)
                    .atZone(ZoneId.systemDefault())
                    .toInstant();
        } catch (DateTimeParseException e) {
            throw new IOException("not a date at the head of the system properties: '" + date.group() + "'", e);
        }
    }

    @Override
    public String source() {
        return "the date that its virtual machine writes above its system properties";
    }

    @Override
    public void close() throws IOException {
        machine.close();
    }
}
