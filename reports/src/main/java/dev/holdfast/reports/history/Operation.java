package dev.holdfast.reports.history;

import dev.holdfast.reports.history.Event.Completed;
import dev.holdfast.reports.history.Event.Invoked;

/**
 * An invocation with its completion. An operation that never completed has an {@code INFO} completion at
 * {@link #NEVER} whose number is that of the invocation.
 */
public record Operation(int callNumber, Invoked call, int returnNumber, Completed completion) {
    /** The return time of an operation that never returned. */
    public static final long NEVER = Long.MAX_VALUE;

    static Operation open(int number, Invoked call) {
        return new Operation(
                number,
                call,
                number,
                new Completed(
                        NEVER,
                        Outcome.INFO,
                        call.process(),
                        call.op(),
                        call.f(),
                        call.subject(),
                        Values.none(),
                        "never completed"));
    }

    public boolean isOk() {
        return completion.outcome() == Outcome.OK;
    }

    public boolean isFail() {
        return completion.outcome() == Outcome.FAIL;
    }

    public boolean isInfo() {
        return completion.outcome() == Outcome.INFO;
    }

    public boolean is(String f) {
        return call.f().equals(f);
    }

    public String process() {
        return call.process();
    }

    public String subject() {
        return call.subject();
    }

    /** Returns when the operation was called. */
    public long calledAt() {
        return call.t();
    }

    /** Returns when the operation returned; {@link #NEVER} unless it is known to have happened or not. */
    public long returnedAt() {
        return isInfo() ? NEVER : completion.t();
    }

    /** Returns the values of the completion. */
    public Values result() {
        return completion.value();
    }

    /** Returns the values of the invocation. */
    public Values input() {
        return call.value();
    }
}
