package dev.holdfast.chaos.fault.clock;

import dev.holdfast.chaos.cluster.Deadline;
import dev.holdfast.chaos.fault.AtOnce;
import dev.holdfast.spi.Ticker;
import java.time.Duration;

/** A process of which no thread runs and none stands within a range of its code, until this is closed. */
final class Standstill implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final Duration STOPPING = Duration.ofSeconds(2);

    private final long pid;
    private final Signals signals;
    /** False for a process that was stopped before: whoever did that wants it to stay so. */
    private final boolean isOurs;

    private final long sinceNanos;

    private Standstill(long pid, Signals signals, boolean isOurs, long sinceNanos) {
        this.pid = pid;
        this.signals = signals;
        this.isOurs = isOurs;
        this.sinceNanos = sinceNanos;
    }

    /**
     * Stops the process. One that is caught within the range goes on and is stopped again, until it is caught elsewhere;
     * throws {@link NotSkewable} when that does not happen within the bound, and the process runs.
     */
    static Standstill of(long pid, ProcessMemory.Range avoided, Signals signals) {
        ProcessTasks tasks = new ProcessTasks(pid);
        boolean ours = !tasks.areStopped();
        Deadline deadline = Deadline.in(BOUND);
        do {
            Standstill still = new Standstill(pid, signals, ours, Ticker.SYSTEM.nanos());
            boolean reached = false;
            try {
                reached = still.isReached(tasks, avoided);
                if (reached) {
                    return still;
                }
            } finally {
                if (!reached) {
                    still.close();
                }
            }
        } while (ours && !deadline.isPast());
        throw new NotSkewable("process " + pid + " was not caught outside its vDSO within " + BOUND.toSeconds()
                + " s; it was stopped and continued all that time");
    }

    private boolean isReached(ProcessTasks tasks, ProcessMemory.Range avoided) {
        if (isOurs && !signals.send("STOP", pid)) {
            throw new NotSkewable("process " + pid + " cannot be stopped: the signal was refused");
        }
        return AtOnce.until(STOPPING, tasks::areStopped) && !tasks.isAnyWithin(avoided);
    }

    /** Returns how long the process has been standing. */
    Duration lasted() {
        return Duration.ofNanos(Ticker.SYSTEM.nanos() - sinceNanos);
    }

    /** Lets the process go on. */
    @Override
    public void close() {
        if (isOurs) {
            signals.proceed(pid);
        }
    }
}
