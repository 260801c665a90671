package dev.holdfast.chaos.run;

import dev.holdfast.reports.verdict.Verdict;
import dev.holdfast.spi.Ticker;
import java.io.PrintStream;
import java.time.Duration;

/** Says on the console what is going on, one line at a time. Safe for use by several threads. */
public final class Progress {

    private final PrintStream out;
    private final long originNanos;
    private String current = "";

    public Progress(PrintStream out) {
        this.out = out;
        this.originNanos = Ticker.SYSTEM.nanos();
    }

    /** A run begins. */
    public synchronized void begin(int number, int count, Run run) {
        current = "[%2d/%d] %-28s %-9s"
                .formatted(number, count, run.scenario().name(), run.subject().word());
        line(current + " begins");
    }

    /** The run under way enters a phase. */
    public synchronized void phase(String phase) {
        line(current + " " + phase);
    }

    /** Something that takes its time, or that a reader should know. */
    public synchronized void detail(String text) {
        line(current + " " + text);
    }

    /** The run is judged. */
    public synchronized void end(Verdict verdict, Duration took) {
        line("%s => %s %s in %d s. %s"
                .formatted(
                        current,
                        verdict.word(),
                        verdict.asExpected() ? "(as expected)" : "(EXPECTED " + verdict.expected() + ")",
                        took.toSeconds(),
                        verdict.sentence()));
    }

    /** A line of its own. */
    public synchronized void say(String text) {
        line(text);
    }

    private void line(String text) {
        long seconds = (Ticker.SYSTEM.nanos() - originNanos) / 1_000_000_000;
        out.printf("%02d:%02d %s%n", seconds / 60, seconds % 60, text.strip());
        out.flush();
    }
}
