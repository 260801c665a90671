package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.fault.Fault;
import java.time.Instant;
import java.util.List;

/** A document by which faults are injected at times that an {@link Interpreter} says. */
public sealed interface Flow permits Schedule, Workflow {

    String name();

    /** Returns the document's kind. */
    String kind();

    /** Returns what it begins with, in a word or two. */
    String action();

    /** Returns the faults that it may inject, each as its document has it. */
    List<Fault> faults();

    /**
     * Makes what says when.
     *
     * @param startNanos reading of the clock at which the calendar shows {@code origin}
     */
    Interpreter interpreter(Instant origin, long startNanos);
}
