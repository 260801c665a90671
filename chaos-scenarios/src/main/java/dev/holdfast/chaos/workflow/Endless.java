package dev.holdfast.chaos.workflow;

import java.util.List;

/** Something, or nothing, that holds its place until it is stopped, whatever comes of it. */
record Endless(List<FaultActivity> faults) implements Activity {

    @Override
    public boolean advance(Turn turn) {
        return false;
    }

    @Override
    public void stop(Turn turn) {
        faults.forEach(fault -> fault.stop(turn));
    }

    @Override
    public long due() {
        return NEVER;
    }
}
