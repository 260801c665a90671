/**
 * The facts of a run that are not in its history: what was claimed, what it ran on, which faults were asked for.
 *
 * <p>Depends on the JSON library only. Start at {@link dev.holdfast.reports.run.RunRecord}, the content of {@code run.json}.
 */
@NullMarked
package dev.holdfast.reports.run;

import org.jspecify.annotations.NullMarked;
