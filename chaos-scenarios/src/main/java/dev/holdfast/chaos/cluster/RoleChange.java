package dev.holdfast.chaos.cluster;

/**
 * A member's claim changed.
 *
 * @param member   the pod's name
 * @param term     the store's own consensus round as that member knows it, -1 where the store does not say
 * @param nanoTime {@link System#nanoTime()} when the probe's answer arrived
 */
public record RoleChange(String member, Role role, long term, long nanoTime) {}
