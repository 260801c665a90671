package dev.holdfast.chaos.workload;

import dev.holdfast.reports.history.Event;
import dev.holdfast.reports.history.EventLine;
import dev.holdfast.reports.history.Outcome;
import dev.holdfast.reports.history.Values;
import dev.holdfast.spi.Ticker;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prints a process's history, one event a line, each stamped with the machine's monotonic clock when it happened. Safe
 * for use by several threads.
 */
public final class Recorder {

    private final PrintStream out;
    private final AtomicLong ops = new AtomicLong();

    public Recorder(PrintStream out) {
        this.out = out;
    }

    /** Records that an operation starts, and returns the handle that its end is recorded through. */
    public Operation invoke(String process, String f, String subject, Values value) {
        Operation operation = new Operation(process, f, subject, ops.incrementAndGet());
        print(new Event.Invoked(now(), process, operation.op, f, subject, value));
        return operation;
    }

    /** Records an observation that has no duration. */
    public void note(String process, String f, String subject, Values value) {
        print(new Event.Noted(now(), process, f, subject, value));
    }

    private void print(Event event) {
        String line = EventLine.encode(event);
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    private static long now() {
        return Ticker.SYSTEM.nanos();
    }

    /** An operation under way; it is completed once. */
    public final class Operation {

        private final String process;
        private final String f;
        private final String subject;
        private final long op;

        private Operation(String process, String f, String subject, long op) {
            this.process = process;
            this.f = f;
            this.subject = subject;
            this.op = op;
        }

        /** It happened. */
        public void ok(Values value) {
            complete(Outcome.OK, value, "");
        }

        /** It certainly did not happen. */
        public void fail(String error) {
            complete(Outcome.FAIL, Values.none(), error);
        }

        /** It certainly did not happen. */
        public void fail(Exception error) {
            fail(error.toString());
        }

        /** It cannot be known whether it happened. */
        public void info(String error) {
            complete(Outcome.INFO, Values.none(), error);
        }

        /** It cannot be known whether it happened. */
        public void info(Exception error) {
            info(error.toString());
        }

        private void complete(Outcome outcome, Values value, String error) {
            print(new Event.Completed(now(), outcome, process, op, f, subject, value, error));
        }
    }
}
