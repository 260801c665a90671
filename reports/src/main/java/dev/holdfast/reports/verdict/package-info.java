/**
 * One word and one sentence for a run, from what the checks found.
 *
 * <p>Depends on {@code check} and {@code run}. Start at {@link dev.holdfast.reports.verdict.Verdict}, the content of
 * {@code verdict.json}.
 */
@NullMarked
package dev.holdfast.reports.verdict;

import org.jspecify.annotations.NullMarked;
