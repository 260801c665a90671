package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Evidence;
import java.util.List;

/** What packets of a fault pass through: our own program, or disciplines of the kernel. For one thread at a time. */
interface Passage {

    /** Leads packets through it unharmed; what it costs is measured then. */
    void lead();

    /** Does to them what the fault is for. */
    void impair();

    /** Leaves a pod alone that took the place of another. */
    void forget(Pod pod);

    /** Returns what it did, as its own counters say. */
    List<Evidence> figures();

    /** Returns whether its own counters say that it did something. */
    boolean hasActed();

    /** Takes it away and looks whether anything is left; throws {@link dev.holdfast.chaos.fault.HealFailed} then. */
    void remove();
}
