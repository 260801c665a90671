package dev.holdfast.chaos.cluster.volume.fuse;

/** A time as file systems keep it. */
public record Moment(long seconds, int nanos) {}
