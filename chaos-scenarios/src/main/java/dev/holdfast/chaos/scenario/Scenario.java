package dev.holdfast.chaos.scenario;

import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.PlannedFault;
import dev.holdfast.chaos.workflow.PlannedFlow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A scenario file, read and found to be sound.
 *
 * @param session  how long a store keeps a client's session without a sign of life
 * @param control  whether a known flaw must be found: the build fails on the day it is not
 * @param suite    the shortest selection that has it
 * @param twinName null when the scenario has no counterpart
 * @param source   the file it was read from
 */
public record Scenario(
        String name,
        String title,
        Claim claim,
        List<Subject> subjects,
        Topology topology,
        Duration session,
        Workload workload,
        Phases phases,
        List<Entry> faults,
        List<FlowEntry> flows,
        List<Step> steps,
        Expectation expect,
        Bounds bounds,
        boolean control,
        Suite suite,
        @Nullable String twinName,
        Path source) {

    public Scenario {
        subjects = List.copyOf(subjects);
        faults = List.copyOf(faults);
        flows = List.copyOf(flows);
        steps = List.copyOf(steps);
    }

    /** What the scenario says of its subject, who says so, and under which condition. */
    public record Claim(String text, String source, String scope) {}

    public record Topology(int members, int clients) {}

    /** The phases that follow the settling of the ensemble. */
    public record Phases(Duration warmUp, Duration faults, Duration recover) {
        public Duration total() {
            return warmUp.plus(faults).plus(recover);
        }
    }

    /** A fault at its time, for those subjects, with its document as it stands in the file. */
    public record Entry(PlannedFault planned, Set<Subject> subjects, String manifest) {
        public Entry {
            subjects = Set.copyOf(subjects);
        }

        public Fault fault() {
            return planned.fault();
        }
    }

    /** A Schedule or Workflow at its time, for those subjects, with its document as it stands in the file. */
    public record FlowEntry(PlannedFlow planned, Set<Subject> subjects, String manifest) {
        public FlowEntry {
            subjects = Set.copyOf(subjects);
        }
    }

    /** The verdicts of which one must come out, and the checks of which one must find the flaw of a control. */
    public record Expectation(Set<ExpectedVerdict> verdicts, Set<String> caughtBy) {
        public Expectation {
            verdicts = Set.copyOf(verdicts);
            caughtBy = Set.copyOf(caughtBy);
        }
    }

    /**
     * Figures that a run is held to.
     *
     * @param recovery       the most from the last heal until all works again
     * @param unavailability the longest time without a successful operation
     * @param operations     the fewest operations for a run to say anything
     */
    public record Bounds(Duration recovery, Duration unavailability, int operations) {}

    /** Returns the counterpart's name: a control's safe setting, or a safe setting's control. */
    public Optional<String> twin() {
        return Optional.ofNullable(twinName);
    }

    /** Returns the faults for one subject. */
    public List<Entry> faults(Subject subject) {
        return faults.stream()
                .filter(entry -> entry.subjects().contains(subject))
                .toList();
    }

    /** Returns the flows for one subject. */
    public List<FlowEntry> flows(Subject subject) {
        return flows.stream()
                .filter(entry -> entry.subjects().contains(subject))
                .toList();
    }

    /** Returns the name of a step in history and report: its kind, with its number where there are several. */
    public String stepName(Step step) {
        return steps.size() == 1 ? step.word() : step.word() + '-' + (steps.indexOf(step) + 1);
    }
}
