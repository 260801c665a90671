/**
 * The history of a run: everything observed, in order, one JSON object per line of {@code history.jsonl}.
 *
 * <p>Depends on nothing but the JSON library. Start at {@link dev.holdfast.reports.history.Event} for what a line may say,
 * then {@link dev.holdfast.reports.history.History} for what is made of the lines. Times are nanoseconds of the monotonic
 * clock of the one machine the run happened on.
 */
@NullMarked
package dev.holdfast.reports.history;

import org.jspecify.annotations.NullMarked;
