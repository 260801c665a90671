package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.Pod;
import java.util.List;

/** A fault for which nobody was chosen: nothing is done, and nothing is proved. */
public final class NoTarget implements Injection {

    private final String reason;

    public NoTarget(String reason) {
        this.reason = reason;
    }

    @Override
    public void start() {}

    @Override
    public void sample() {}

    @Override
    public void replaced(Pod pod, String when) {}

    @Override
    public void heal() {}

    @Override
    public boolean proved() {
        return false;
    }

    @Override
    public List<Evidence> evidence() {
        return List.of(new Evidence("no-target", "", 0, "pods", reason));
    }
}
