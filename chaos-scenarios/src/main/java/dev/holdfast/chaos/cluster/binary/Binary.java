package dev.holdfast.chaos.cluster.binary;

import java.nio.file.Path;

/**
 * A program found on or brought to this machine.
 *
 * @param version as the program itself printed it
 * @param source  where it came from, as a sentence for the report
 */
public record Binary(Program program, Path path, String version, String source) {}
