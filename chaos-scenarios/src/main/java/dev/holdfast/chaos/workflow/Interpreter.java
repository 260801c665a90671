package dev.holdfast.chaos.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the controllers of Chaos Mesh make of a Schedule, a Workflow or a StatusCheck in the course of time. It neither
 * reads a clock nor waits nor does anything but say what is to be done, so the same times and outcomes always give the
 * same orders. Used by one thread at a time.
 *
 * <p>The calendar begins at an instant that the caller chooses, so that a schedule does not depend on the day of the run.
 * What lasts is counted from the turn that started it, as controllers do; when a parent and a child are over in the same
 * turn, the parent is looked at first. One thing differs: a task is cancelled when its deadline has passed, where Chaos
 * Mesh lets its pod run on and then starts its branches after all.
 */
public final class Interpreter {

    /** A Thursday, on which nothing happens but what a schedule says. */
    public static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");

    /**
     * What to do.
     *
     * @param orders        in the order in which they are to be begun
     * @param askAgainNanos reading of the clock at which to ask again though nothing has happened; meaningless when
     *                      {@code isWaiting} is false
     * @param isWaiting     whether time alone will change anything
     * @param isEnded       whether there will be no more orders; outcomes are no longer wanted
     */
    public record Orders(List<Order> orders, long askAgainNanos, boolean isWaiting, boolean isEnded) {
        public Orders {
            orders = List.copyOf(orders);
        }
    }

    private final Function<Turn, Activity> begin;
    private final Instant origin;
    private final long startNanos;
    private final Map<String, Integer> names = new HashMap<>();
    private Activity activity = new Endless(List.of());
    private boolean begun;
    private boolean ended;

    private Interpreter(Function<Turn, Activity> begin, Instant origin, long startNanos) {
        this.begin = begin;
        this.origin = origin;
        this.startNanos = startNanos;
    }

    /**
     * Makes an interpreter of a workflow, which ends with its entry.
     *
     * @param startNanos reading of the clock at which the calendar shows {@code origin}
     */
    public static Interpreter of(Workflow workflow, Instant origin, long startNanos) {
        return new Interpreter(turn -> new WorkflowActivity(workflow, workflow.name(), turn), origin, startNanos);
    }

    /** Makes an interpreter of a schedule, which ends only by {@link #stop}. */
    public static Interpreter of(Schedule schedule, Instant origin, long startNanos) {
        return new Interpreter(turn -> new ScheduleActivity(schedule, schedule.name(), turn), origin, startNanos);
    }

    /** Makes an interpreter of a status check, which ends when it is completed. */
    public static Interpreter of(StatusCheck check, Instant origin, long startNanos) {
        return new Interpreter(turn -> new CheckActivity(check, turn.now()), origin, startNanos);
    }

    /** Returns what to do now, knowing what has come of former orders. The first call begins. */
    public Orders next(long nowNanos, List<Outcome> outcomes) {
        Turn turn = turn(nowNanos, outcomes);
        if (!begun) {
            begun = true;
            activity = begin.apply(turn);
        }
        ended = ended || activity.advance(turn);
        return orders(turn);
    }

    /** Ends it before its end: the orders undo what is in effect. */
    public Orders stop(long nowNanos) {
        Turn turn = turn(nowNanos, List.of());
        if (!ended) {
            ended = true;
            activity.stop(turn);
        }
        return orders(turn);
    }

    private Turn turn(long nowNanos, List<Outcome> outcomes) {
        long now = nowNanos - startNanos;
        Map<String, Outcome> named = new HashMap<>();
        outcomes.forEach(outcome -> named.put(outcome.name(), outcome));
        return Turn.of(now, origin.plus(Duration.ofNanos(now)), named, this::name);
    }

    private String name(String base) {
        return base + "-" + names.merge(base, 1, Integer::sum);
    }

    private Orders orders(Turn turn) {
        long due = ended ? Activity.NEVER : activity.due();
        boolean waiting = due != Activity.NEVER;
        return new Orders(turn.orders(), waiting ? startNanos + due : 0, waiting, ended);
    }
}
