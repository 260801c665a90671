package dev.holdfast.reports.check;

/** Something short of a violation that changes the verdict, in a sentence. */
public record Signal(Kind kind, String sentence) {
    /** {@code VACUOUS}: the run proves nothing. {@code DEGRADED}: safe, but beyond a bound of liveness. */
    public enum Kind {
        VACUOUS,
        DEGRADED
    }
}
