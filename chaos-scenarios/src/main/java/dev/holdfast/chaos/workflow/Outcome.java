package dev.holdfast.chaos.workflow;

/** What became of an order, under the name that the order had. */
public sealed interface Outcome {

    String name();

    /** A fault was healed, or is over as soon as it was done. */
    record Over(String name) implements Outcome {}

    /** A task came to its end. */
    record Finished(String name, TaskResult result) implements Outcome {}

    /** A request was answered, or was not. */
    record Probed(String name, boolean isSuccess) implements Outcome {}
}
