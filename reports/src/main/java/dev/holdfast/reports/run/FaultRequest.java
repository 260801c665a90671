package dev.holdfast.reports.run;

/** A fault that the scenario asks for. {@code manifest} is its YAML; times count from the start of the fault phase. */
public record FaultRequest(String name, String kind, String action, String manifest, long startMs, long durationMs) {
    public FaultRequest {
        Rules.requireText("fault.name", name);
        Rules.requireText("fault.kind", kind);
        Rules.requireNotNegative("fault.startMs", startMs);
        Rules.requireNotNegative("fault.durationMs", durationMs);
    }
}
