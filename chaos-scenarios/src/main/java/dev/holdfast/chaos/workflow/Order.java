package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.fault.Fault;
import java.time.Duration;

/** What an interpreter wants to be done now. Names are unique within an interpreter. */
public sealed interface Order {

    /** Put the fault into effect. {@link Outcome.Over} answers when one that is over as soon as it is done, is done. */
    record Inject(Fault fault) implements Order {}

    /** Undo the fault that was injected under this name; {@link Outcome.Over} answers. */
    record Heal(String name) implements Order {}

    /** Run a task; {@link Outcome.Finished} answers. */
    record Run(String name, Template.Container container) implements Order {}

    /** Stop a task of which the result is no longer wanted; nothing answers. */
    record Cancel(String name) implements Order {}

    /** Send a request; {@link Outcome.Probed} answers, as a failure when the timeout has passed. */
    record Probe(String name, StatusCheck.Http http, Duration timeout) implements Order {}

    /** Tell whoever looks on what was decided, and why. */
    record Note(Decision decision, String text) implements Order {}

    /** What an interpreter decides that is worth telling. */
    enum Decision {
        NODE_STARTED("nodes-started", "nodes"),
        NODE_ENDED("nodes-ended", "nodes"),
        DEADLINE_EXCEEDED("deadlines-exceeded", "nodes"),
        START_FORBIDDEN("starts-forbidden", "starts"),
        STARTS_GIVEN_UP("starts-given-up", "schedules"),
        BRANCHES_CHOSEN("branches-chosen", "tasks"),
        CHECK_COMPLETED("checks-completed", "checks"),
        FLOW_ABORTED("flows-aborted", "workflows");

        private final String word;
        private final String unit;

        Decision(String word, String unit) {
            this.word = word;
            this.unit = unit;
        }

        /** Returns the name that evidence has. */
        public String word() {
            return word;
        }

        /** Returns what is counted. */
        public String unit() {
            return unit;
        }
    }
}
