/**
 * Judges the history of a chaos run and writes the failure-mode report about it: pure, offline, repeatable.
 *
 * <p>A run folder goes in, a verdict and a report come out; no threads, no network, no backend. The packages build on each
 * other in this order: {@code history}, {@code run}, {@code check}, {@code verdict}, {@code render}. Start at
 * {@code RunFolder}.
 */
@NullMarked
package dev.holdfast.reports;

import org.jspecify.annotations.NullMarked;
