package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History.Numbered;
import dev.holdfast.reports.history.Operation;
import java.util.ArrayList;
import java.util.List;

/** Collects what a check finds while it reads, and makes the result of it. */
final class Findings {
    private static final int VIOLATIONS_KEPT = 10;

    private final List<Figure> figures = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private int violationCount;
    private String unknown = "";
    private String notApplicable = "";

    void figure(String name, double value, String unit) {
        figures.add(new Figure(name, value, unit));
    }

    void figure(String name, long value, String unit) {
        figures.add(new Figure(name, (double) value, unit));
    }

    void signal(Signal.Kind kind, String sentence) {
        signals.add(new Signal(kind, sentence));
    }

    /** Records a violation. {@code events} may be {@link Operation}s, {@link Numbered} events or {@link Witness}es. */
    void violation(String sentence, Object... events) {
        violationCount++;
        if (violations.size() < VIOLATIONS_KEPT) {
            List<Witness> witnesses = new ArrayList<>();
            for (Object event : events) {
                addWitness(witnesses, event);
            }
            violations.add(new Violation(sentence, witnesses));
        }
    }

    void unknown(String reason) {
        if (unknown.isEmpty()) {
            unknown = reason;
        }
    }

    void notApplicable(String reason) {
        notApplicable = reason;
    }

    int violationCount() {
        return violationCount;
    }

    CheckResult result(String id, String title) {
        CheckOutcome outcome = CheckOutcome.VALID;
        String reason = "";
        if (violationCount > 0) {
            outcome = CheckOutcome.INVALID;
        } else if (!unknown.isEmpty()) {
            outcome = CheckOutcome.UNKNOWN;
            reason = unknown;
        } else if (!notApplicable.isEmpty()) {
            outcome = CheckOutcome.NOT_APPLICABLE;
            reason = notApplicable;
        }
        return new CheckResult(id, title, outcome, reason, figures, signals, violationCount, violations);
    }

    private static void addWitness(List<Witness> witnesses, Object event) {
        if (event instanceof Witness witness) {
            witnesses.add(witness);
        } else if (event instanceof Numbered numbered) {
            witnesses.add(Witness.of(numbered));
        } else if (event instanceof Operation operation) {
            witnesses.add(Witness.of(new Numbered(operation.callNumber(), operation.call())));
            if (operation.returnNumber() != operation.callNumber()) {
                witnesses.add(Witness.of(new Numbered(operation.returnNumber(), operation.completion())));
            }
        } else {
            throw new IllegalArgumentException("a witness must be an event or an operation, but is " + event);
        }
    }
}
