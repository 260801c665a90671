/** What was measured, as lines of JSON, and what is printed of it. Pure: knows no lab. Start at {@link Sample}. */
@NullMarked
package dev.holdfast.bench.result;

import org.jspecify.annotations.NullMarked;
