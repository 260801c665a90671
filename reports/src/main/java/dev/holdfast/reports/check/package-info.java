/**
 * The rules: each check reads a history and says whether it contradicts one rule, and by which events.
 *
 * <p>Depends on {@code history} and {@code run}. Start at {@link dev.holdfast.reports.check.Checks}. Conventions: an operation
 * has a call and a return on one clock; one precedes another when its return is before the other's call; an
 * indeterminate operation never returns and may have happened or not.
 */
@NullMarked
package dev.holdfast.reports.check;

import org.jspecify.annotations.NullMarked;
