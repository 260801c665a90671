package dev.holdfast.chaos.cluster;

/** What the kernel says about a pod's main process at the moment of asking. */
public enum ProcessState {
    /** Exists and is not stopped; it may sleep. */
    RUNNING,
    /** Exists and is stopped by a signal: state {@code T} in {@code /proc/PID/stat}. */
    STOPPED,
    /** Never started, ended, or ended and not yet collected. */
    GONE
}
