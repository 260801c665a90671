package dev.holdfast.chaos.workflow;

import java.time.Duration;

/**
 * A status check: a request at each tick of its interval, the first after one interval, one at a time. A tick that falls
 * into a request is made up for once when the request has ended.
 */
final class CheckActivity implements Activity {

    private final StatusCheck check;
    private final long start;
    private final long end;
    private long tick;
    private String probe = "";
    private int successes;
    private int failures;
    private boolean completed;

    CheckActivity(StatusCheck check, long now) {
        this.check = check;
        this.start = now;
        Duration span = check.span();
        this.end = span == null ? NEVER : now + span.toNanos();
        this.tick = now + check.interval().toNanos();
    }

    @Override
    public boolean advance(Turn turn) {
        turn.outcome(probe, Outcome.Probed.class).ifPresent(this::count);
        completed = turn.now() >= end || failures >= check.failureThreshold() || (!check.isContinuous() && isSuccess());
        if (completed) {
            turn.note(
                    Order.Decision.CHECK_COMPLETED,
                    "status check '" + check.name() + "': "
                            + (isSuccess() ? "successful" : "completed without success") + " after " + failures
                            + " failures in a row");
        } else if (probe.isEmpty() && turn.now() >= tick) {
            probe = turn.names().apply(check.name());
            turn.order(new Order.Probe(probe, check.http(), check.timeout()));
            long interval = check.interval().toNanos();
            tick = start + ((turn.now() - start) / interval + 1) * interval;
        }
        return completed;
    }

    private void count(Outcome.Probed outcome) {
        probe = "";
        successes = outcome.isSuccess() ? successes + 1 : 0;
        failures = outcome.isSuccess() ? 0 : failures + 1;
    }

    /** Returns whether the last answers were successes, as many as are needed. */
    boolean isSuccess() {
        return successes >= check.successThreshold();
    }

    @Override
    public void stop(Turn turn) {
        // a request under way ends by its timeout
    }

    @Override
    public long due() {
        return probe.isEmpty() ? Math.min(tick, end) : end;
    }
}
