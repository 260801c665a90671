package dev.holdfast.chaos.workflow;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A schedule: starts what has become due, unless that is too late or what it started before goes on. A start that was
 * forbidden is made up for as soon as that ends, the latest one only. It never ends by itself.
 * Source: https://github.com/chaos-mesh/chaos-mesh/blob/v2.8.3/controllers/schedule/cron/utils.go
 */
final class ScheduleActivity implements Activity {

    private static final int MISSED_MAX = 100;

    /** What was started, as long as it counts as history; its activity only until it has ended. */
    private static final class Started {
        private final String name;
        private final Activity activity;
        private boolean ended;

        Started(String name, Activity activity) {
            this.name = name;
            this.activity = activity;
        }
    }

    private final Schedule schedule;
    private final String name;
    private final List<Started> history = new ArrayList<>();
    private Instant last;
    private Instant forbidden = Instant.MIN;
    private long due;
    private boolean stalled;

    ScheduleActivity(Schedule schedule, String name, Turn turn) {
        this.schedule = schedule;
        this.name = name;
        this.last = turn.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public boolean advance(Turn turn) {
        for (Started started : history) {
            started.ended = started.ended || started.activity.advance(turn);
        }
        if (!stalled) {
            latestMissed(turn).ifPresent(missed -> start(missed, turn));
        }
        forget(turn);
        return false;
    }

    /** Returns the latest time to start that has come since the last start, and takes down when the next one comes. */
    private Optional<Instant> latestMissed(Turn turn) {
        Instant earliest = last;
        Duration late = schedule.startingDeadline();
        if (late != null && turn.instant().minus(late).isAfter(earliest)) {
            earliest = turn.instant().minus(late);
        }
        Optional<Instant> missed = Optional.empty();
        Optional<Instant> next = schedule.cron().next(earliest);
        for (int count = 1; next.isPresent() && !next.get().isAfter(turn.instant()); count++) {
            if (count > MISSED_MAX) {
                stalled = true;
                due = NEVER;
                turn.note(
                        Order.Decision.STARTS_GIVEN_UP,
                        "schedule '" + name + "': ended, for it has missed more than " + MISSED_MAX + " starts");
                return Optional.empty();
            }
            missed = next;
            next = schedule.cron().next(next.get());
        }
        due = next.map(at -> turn.now() + turn.instant().until(at, ChronoUnit.NANOS))
                .orElse(NEVER);
        return missed;
    }

    private void start(Instant missed, Turn turn) {
        Optional<Started> running =
                history.stream().filter(started -> !started.ended).findFirst();
        if (running.isPresent() && !schedule.isConcurrent()) {
            if (!missed.equals(forbidden)) {
                turn.note(
                        Order.Decision.START_FORBIDDEN,
                        "schedule '" + name + "': start of " + missed + " forbidden, for '" + running.get().name
                                + "' goes on");
            }
            forbidden = missed;
            return;
        }
        last = turn.instant().truncatedTo(ChronoUnit.SECONDS);
        String started = turn.names().apply(name);
        Activity activity = activity(started, turn);
        Started entry = new Started(started, activity);
        entry.ended = activity.advance(turn);
        history.add(entry);
    }

    private Activity activity(String started, Turn turn) {
        if (schedule.work() instanceof Schedule.Work.OfFault fault) {
            return FaultActivity.start(fault.blueprint(), started, turn);
        }
        if (schedule.work() instanceof Schedule.Work.OfWorkflow workflow) {
            return new WorkflowActivity(workflow.workflow(), started, turn);
        }
        throw new IllegalStateException("work without an activity: " + schedule.work());
    }

    /** Drops the oldest beyond the limit; a fault without a duration is healed by that. */
    private void forget(Turn turn) {
        int excess = history.size() - schedule.historyLimit();
        for (Started started : List.copyOf(history.subList(0, Math.max(0, excess)))) {
            if (started.ended) {
                history.remove(started);
            } else if (started.activity instanceof FaultActivity fault && fault.isEndless()) {
                fault.stop(turn);
            }
        }
    }

    @Override
    public void stop(Turn turn) {
        history.stream().filter(started -> !started.ended).forEach(started -> started.activity.stop(turn));
    }

    @Override
    public long due() {
        return Math.min(
                due,
                history.stream()
                        .filter(started -> !started.ended)
                        .mapToLong(started -> started.activity.due())
                        .min()
                        .orElse(NEVER));
    }
}
