package dev.holdfast.chaos.wire;

import dev.holdfast.model.CoordinationException;

/** How an operation ended for its caller. */
sealed interface Outcome {

    /** It returned. */
    record Answered(Object value) implements Outcome {}

    /** It threw. */
    record Told(CoordinationException error) implements Outcome {}
}
