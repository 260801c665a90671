package dev.holdfast.chaos.fault;

/** What local faults are made with. One for each cluster; safe for use by several threads. */
public record Tools(PacketFilter filter) {}
