package dev.holdfast.bench.cli;

import dev.holdfast.bench.lab.LabSpec;
import dev.holdfast.spi.Ticker;
import java.io.PrintStream;

/** Says on the console what is going on, with the time since this store's servers were begun with. */
final class Voice {

    private final PrintStream out;
    private final String subject;
    private final long originNanos = Ticker.SYSTEM.nanos();

    Voice(PrintStream out, LabSpec spec) {
        this.out = out;
        this.subject = spec.store().label() + " x" + spec.members();
    }

    void say(String text) {
        long seconds = (Ticker.SYSTEM.nanos() - originNanos) / 1_000_000_000;
        out.printf("%02d:%02d [%s] %s%n", seconds / 60, seconds % 60, subject, text);
        out.flush();
    }
}
