package dev.holdfast.reports.check;

import java.util.List;

/**
 * What one check found. {@code reason} is empty unless the outcome needs one; {@code violations} holds the first few of
 * {@code violationCount}.
 */
public record CheckResult(
        String id,
        String title,
        CheckOutcome outcome,
        String reason,
        List<Figure> figures,
        List<Signal> signals,
        int violationCount,
        List<Violation> violations) {
    public CheckResult {
        figures = List.copyOf(figures);
        signals = List.copyOf(signals);
        violations = List.copyOf(violations);
    }

    @com.fasterxml.jackson.annotation.JsonIgnore
    public boolean isInvalid() {
        return outcome == CheckOutcome.INVALID;
    }

    public boolean has(Signal.Kind kind) {
        return signals.stream().anyMatch(signal -> signal.kind() == kind);
    }
}
