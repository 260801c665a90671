/** The measurements: what each does, round by round, contender after contender. Start at {@link Measurements}. */
@NullMarked
package dev.holdfast.bench.measure;

import org.jspecify.annotations.NullMarked;
