package dev.holdfast.chaos.fault.clock;

import dev.holdfast.chaos.fault.AtOnce;
import java.io.IOException;
import java.time.Duration;

/** What a process has told of its time of day, compared with what its shifts make of it. */
final class ClockWatch {

    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final Duration BACK = Duration.ofSeconds(5);

    private final SkewedProcess process;
    private final WallClock clock;
    private final Duration own;

    private Duration expected = Duration.ZERO;
    private Reading seen = Reading.UNKNOWN;
    private int looks;
    private int wrong;
    private String refused = "";
    private boolean isShown;

    /** Watches for an offset of the fault's own, among others that the process may have. */
    ClockWatch(SkewedProcess process, WallClock clock, Duration own) {
        this.process = process;
        this.clock = clock;
        this.own = own;
    }

    /** Asks the process once. A look during which another experiment sets the clock does not count. */
    void look() {
        Duration before = process.current().realtime();
        Reading reading;
        try {
            reading = clock.read(ANSWER);
        } catch (IOException e) {
            refused = String.valueOf(e.getMessage());
            return;
        }
        if (!process.current().realtime().equals(before)) {
            return;
        }
        if (!before.equals(expected)) {
            expected = before;
            seen = Reading.UNKNOWN;
        }
        looks++;
        seen = seen.and(reading);
        if (!seen.allows(expected)) {
            wrong++;
        } else if (!seen.allows(expected.minus(own))) {
            isShown = true;
        }
    }

    /** Returns whether the process has told the time that the sum of its shifts asks for, and never another. */
    boolean isProved() {
        return isShown && wrong == 0;
    }

    /** Returns the middle of what was seen, 0 when nothing was. */
    double middleMs() {
        return looks == 0 ? 0 : seen.middleMs();
    }

    /** Returns what was seen as a sentence. */
    String text() {
        if (looks == 0) {
            return "its clock could not be read: " + refused;
        }
        String told = "its clock was " + seen + " ahead by " + clock.source() + ", in " + looks + " looks; asked "
                + expected.toMillis() + " ms";
        return wrong == 0 ? told : told + "; " + wrong + " looks contradict that";
    }

    /** Returns a watch for what is left of the process's shifts without this fault. */
    ClockWatch after() {
        return new ClockWatch(process, clock, Duration.ZERO);
    }

    /** Asks until the process tells the time that it should; returns whether it told another one to the end. */
    boolean isWrongToTheEnd() {
        boolean unused = AtOnce.until(BACK, () -> {
            wrong = 0;
            seen = Reading.UNKNOWN;
            look();
            return wrong == 0;
        });
        return wrong > 0;
    }
}
