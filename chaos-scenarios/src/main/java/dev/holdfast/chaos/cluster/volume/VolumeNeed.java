package dev.holdfast.chaos.cluster.volume;

/** What a fault needs members' volumes to be, from the start of the run. */
public enum VolumeNeed {
    /** A file system of our own before the folder, for what goes wrong with single calls. */
    PASS_THROUGH,
    /** A disk of its own, whose power can be cut. */
    DISK
}
