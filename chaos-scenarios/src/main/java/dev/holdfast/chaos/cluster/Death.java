package dev.holdfast.chaos.cluster;

/**
 * A pod's process ended though nobody asked it to. It is not started again.
 *
 * @param lastLines the end of its log
 * @param nanoTime  {@link System#nanoTime()} when it was noticed
 */
public record Death(String pod, int exitCode, String lastLines, long nanoTime) {}
