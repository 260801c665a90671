/**
 * Meters of a coordination object for Micrometer, which must then be on the class path: it is an optional dependency.
 * Start with {@link dev.holdfast.metrics.CoordinationMeters}. Depends on {@code dev.holdfast}; nothing there knows of it.
 */
@NullMarked
package dev.holdfast.metrics;

import org.jspecify.annotations.NullMarked;
