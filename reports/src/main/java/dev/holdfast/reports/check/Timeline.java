package dev.holdfast.reports.check;

import dev.holdfast.reports.history.Event.FaultChanged;
import dev.holdfast.reports.history.Event.PhaseBegan;
import dev.holdfast.reports.history.FaultPhase;
import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.RunPhase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** When the phases and the faults of a run began and ended. */
public record Timeline(List<PhaseBegan> phases, List<FaultSpan> faults, long startsAt, long endsAt) {
    /** One fault from start to end; {@code to} is the end of the run when it was not seen to end. */
    public record FaultSpan(String name, String kind, String action, List<String> targets, long from, long to) {}

    public Timeline {
        phases = List.copyOf(phases);
        faults = List.copyOf(faults);
    }

    public static Timeline of(History history) {
        Map<String, FaultChanged> open = new LinkedHashMap<>();
        List<FaultSpan> spans = new ArrayList<>();
        for (FaultChanged fault : history.all(FaultChanged.class)) {
            if (fault.phase() == FaultPhase.STARTED) {
                open.put(fault.name(), fault);
            } else {
                FaultChanged start = open.remove(fault.name());
                spans.add(span(start == null ? fault : start, fault.t()));
            }
        }
        open.values().forEach(start -> spans.add(span(start, history.endsAt())));
        spans.sort(java.util.Comparator.comparingLong(FaultSpan::from));
        return new Timeline(history.all(PhaseBegan.class), spans, history.startsAt(), history.endsAt());
    }

    private static FaultSpan span(FaultChanged start, long to) {
        return new FaultSpan(start.name(), start.kind(), start.action(), start.targets(), start.t(), to);
    }

    /** Returns when the first fault started. */
    public OptionalLong faultsFrom() {
        return faults.stream().mapToLong(FaultSpan::from).min();
    }

    /** Returns when the last fault ended. */
    public OptionalLong healedAt() {
        return faults.stream().mapToLong(FaultSpan::to).max();
    }

    /** Returns when traffic ended: the start of the final reads, or of nothing later than the last event. */
    public long trafficEndsAt() {
        return phases.stream()
                .filter(phase -> phase.phase() == RunPhase.FINAL)
                .mapToLong(PhaseBegan::t)
                .findFirst()
                .orElse(endsAt);
    }

    /** Returns the name of the phase at a time. */
    public String phaseAt(long t) {
        String name = "before the first phase";
        for (PhaseBegan phase : phases) {
            if (phase.t() <= t) {
                name = phase.phase().text();
            }
        }
        return name;
    }
}
