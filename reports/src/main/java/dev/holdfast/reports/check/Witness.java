package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History.Numbered;

/** One event that takes part in a violation: its line in the history, its time, and what it says. */
public record Witness(int number, long t, String who, String what) {
    static Witness of(Numbered numbered) {
        return new Witness(
                numbered.number(),
                numbered.event().t(),
                numbered.event().who(),
                numbered.event().words());
    }
}
