/** The worker of Holdfast itself, and of the stores' raw clients, which give the floor. Start reading at {@link dev.holdfast.bench.ours.Main}. */
@NullMarked
package dev.holdfast.bench.ours;

import org.jspecify.annotations.NullMarked;
