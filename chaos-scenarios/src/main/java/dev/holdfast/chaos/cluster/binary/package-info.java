/**
 * Finds the servers that are not Java programs: on the machine, in the per-user cache, in the distribution's signed
 * packages, or in the project's own release. Start reading at {@code BinaryLocator}. Depends on the JDK and SLF4J only.
 */
@NullMarked
package dev.holdfast.chaos.cluster.binary;

import org.jspecify.annotations.NullMarked;
