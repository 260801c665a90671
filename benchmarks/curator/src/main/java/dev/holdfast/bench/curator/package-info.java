/** The worker of Curator's recipes, as a user would use them. Start reading at {@link dev.holdfast.bench.curator.Main}. */
@NullMarked
package dev.holdfast.bench.curator;

import org.jspecify.annotations.NullMarked;
