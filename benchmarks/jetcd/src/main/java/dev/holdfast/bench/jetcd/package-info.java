/** The worker of jetcd's Lock, Election and Watch. Start reading at {@link dev.holdfast.bench.jetcd.Main}. */
@NullMarked
package dev.holdfast.bench.jetcd;

import org.jspecify.annotations.NullMarked;
