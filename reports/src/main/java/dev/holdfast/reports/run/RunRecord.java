package dev.holdfast.reports.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The facts of one run, as {@code run.json} holds them. {@code startedAt} is a wall-clock instant in ISO form for people;
 * {@code originNanos} is the same moment on the monotonic clock of the history. {@code command} reproduces the run.
 * {@code error} is empty unless the harness failed.
 */
public record RunRecord(
        String schema,
        String id,
        long seed,
        String startedAt,
        long originNanos,
        String toolkitVersion,
        String command,
        Map<String, String> host,
        ScenarioFacts scenario,
        SubjectFacts subject,
        List<FaultRequest> faults,
        WatchClaim watchClaim,
        List<String> notes,
        String error) {
    /** The only value of {@code schema} that this version reads. */
    public static final String SCHEMA = "holdfast-run/1";

    @JsonCreator
    public RunRecord {
        if (!SCHEMA.equals(schema)) {
            throw new IllegalArgumentException("run.schema must be '" + SCHEMA + "', but is '" + schema + "'");
        }
        Rules.requireText("run.id", id);
        Rules.requireText("run.startedAt", startedAt);
        Rules.requireText("run.toolkitVersion", toolkitVersion);
        Rules.requireText("run.command", command);
        host = Collections.unmodifiableMap(new LinkedHashMap<>(host));
        faults = List.copyOf(faults);
        watchClaim = watchClaim == null ? WatchClaim.LATEST : watchClaim;
        notes = List.copyOf(notes);
        error = error == null ? "" : error;
    }

    /** Returns the failure of the harness, if it failed. */
    @JsonIgnore
    public Optional<String> harnessError() {
        return error.isEmpty() ? Optional.empty() : Optional.of(error);
    }

    /** Returns the same facts with the text of a harness failure. */
    public RunRecord withError(String text) {
        return new RunRecord(
                schema,
                id,
                seed,
                startedAt,
                originNanos,
                toolkitVersion,
                command,
                host,
                scenario,
                subject,
                faults,
                watchClaim,
                notes,
                text);
    }
}
