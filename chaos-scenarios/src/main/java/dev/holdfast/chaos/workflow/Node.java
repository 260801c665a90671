package dev.holdfast.chaos.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A template at work: what it does, ended at its deadline at the latest. */
final class Node {

    private final Activity activity;
    private final long deadline;
    private boolean ended;

    Node(Activity activity, @Nullable Duration deadline, long now) {
        this.activity = activity;
        this.deadline = deadline == null ? Activity.NEVER : now + deadline.toNanos();
    }

    /** Returns whether it has ended. The deadline is looked at first: nothing is started below what is over. */
    boolean advance(Turn turn) {
        if (!ended && turn.now() >= deadline) {
            stop(turn);
        }
        ended = ended || activity.advance(turn);
        return ended;
    }

    void stop(Turn turn) {
        if (!ended) {
            ended = true;
            activity.stop(turn);
        }
    }

    long due() {
        return ended ? Activity.NEVER : Math.min(deadline, activity.due());
    }
}
