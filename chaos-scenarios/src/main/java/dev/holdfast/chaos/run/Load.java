package dev.holdfast.chaos.run;

import dev.holdfast.chaos.scenario.Step;
import java.util.List;

/** The traffic of a run, and what belongs to its kind: how it is started, poisoned and read at the end. */
interface Load extends AutoCloseable {

    /** Returns the recipes under test, as the report names them. */
    List<String> recipes();

    /** Starts the clients; the ensemble may still be on its way to a quorum. */
    void start() throws InterruptedException;

    /** Carries out a step that is this kind's own; throws {@link IllegalArgumentException} for any other. */
    StepEffect carryOut(Step step) throws InterruptedException;

    /** Reads everything back, once the traffic has ended. */
    void readFinally() throws InterruptedException;

    @Override
    void close();
}
