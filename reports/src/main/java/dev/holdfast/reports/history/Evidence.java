package dev.holdfast.reports.history;

import static java.util.Objects.requireNonNull;

/** One measurement that shows whether a fault reached its target, such as packets dropped or a process state. */
public record Evidence(String what, String target, double figure, String unit, String text) {
    public Evidence {
        requireNonNull(what, "what");
        requireNonNull(target, "target");
        requireNonNull(unit, "unit");
        requireNonNull(text, "text");
    }
}
