package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.fault.Fault;
import java.time.Duration;

/** A fault in effect, until its own duration is over if it has one. Ends when it is known to have been healed. */
final class FaultActivity implements Activity {

    private final Fault fault;
    private final long end;
    private boolean healing;

    private FaultActivity(Fault fault, long end) {
        this.fault = fault;
        this.end = end;
        this.healing = fault.isOneShot();
    }

    static FaultActivity start(Blueprint blueprint, String name, Turn turn) {
        Fault fault = blueprint.named(name);
        turn.order(new Order.Inject(fault));
        long end = fault.duration().map(Duration::toNanos).orElse(NEVER - turn.now());
        return new FaultActivity(fault, turn.now() + end);
    }

    @Override
    public boolean advance(Turn turn) {
        if (turn.now() >= end) {
            stop(turn);
        }
        return turn.outcome(fault.name(), Outcome.Over.class).isPresent();
    }

    /** Returns whether nothing but a stop ends it. */
    boolean isEndless() {
        return end == NEVER && !fault.isOneShot();
    }

    @Override
    public void stop(Turn turn) {
        if (!healing) {
            healing = true;
            turn.order(new Order.Heal(fault.name()));
        }
    }

    @Override
    public long due() {
        return healing ? NEVER : end;
    }
}
