package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.Pod;
import java.util.List;

/** One fault on the pods chosen for it. Used by one thread at a time; {@link #start} and {@link #heal} once each. */
public interface Injection {

    /** Puts the fault into effect. What was done before an exception is undone by {@link #heal}. */
    void start();

    /** Looks at the effect while it lasts. */
    void sample();

    /** Learns that a pod has taken the place of another, which a fault on the former does not outlive. */
    void replaced(Pod pod, String when);

    /** Returns whether the fault has lost its effect before its time, so that holding it on would say nothing. */
    default boolean isOver() {
        return false;
    }

    /** Undoes the fault and looks whether anything is left; throws {@link HealFailed} when something is. */
    void heal();

    /** Returns whether the fault was seen to do what it is for; asked after healing. */
    boolean proved();

    /** Returns what was seen. */
    List<Evidence> evidence();
}
