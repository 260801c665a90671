package dev.holdfast.chaos.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A template at work: what it does, ended at its deadline at the latest. */
final class Node {

    private final String name;
    private final Activity activity;
    private final long deadline;
    private final boolean isMeantToEnd;
    private boolean ended;

    /**
     * Makes a node.
     *
     * @param isMeantToEnd whether its deadline is its proper end, rather than that of something that takes too long
     */
    Node(String name, Activity activity, @Nullable Duration deadline, boolean isMeantToEnd, long now) {
        this.name = name;
        this.activity = activity;
        this.deadline = deadline == null ? Activity.NEVER : now + deadline.toNanos();
        this.isMeantToEnd = isMeantToEnd;
    }

    /** Returns whether it has ended. The deadline is looked at first: nothing is started below what is over. */
    boolean advance(Turn turn) {
        if (!ended && turn.now() >= deadline) {
            if (!isMeantToEnd) {
                turn.note(Order.Decision.DEADLINE_EXCEEDED, name);
            }
            stop(turn);
        }
        if (!ended && activity.advance(turn)) {
            end(turn);
        }
        return ended;
    }

    void stop(Turn turn) {
        if (!ended) {
            activity.stop(turn);
            end(turn);
        }
    }

    private void end(Turn turn) {
        ended = true;
        turn.note(Order.Decision.NODE_ENDED, name);
    }

    long due() {
        return ended ? Activity.NEVER : Math.min(deadline, activity.due());
    }
}
