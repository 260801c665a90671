package dev.holdfast.chaos.workload.kafka;

/** Which broker leads a partition, as another broker says: a claim that may be older than the truth. */
public record PartitionLeader(int broker, String member) {}
