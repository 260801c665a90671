package dev.holdfast.chaos.fault;

/**
 * One observation of what a fault did.
 *
 * @param what   the kind of observation, such as {@code packets-dropped}
 * @param target the pod or direction it is about
 * @param unit   the unit of the figure
 * @param text   the observation as a sentence
 */
public record Evidence(String what, String target, double figure, String unit, String text) {}
