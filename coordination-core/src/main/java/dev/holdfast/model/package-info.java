/**
 * The facts that every part of Holdfast shares: the fencing token, what an error lets its reader know, why a right
 * ended, and what a store can do.
 *
 * <p>Depends on nothing. Start with {@link dev.holdfast.model.FencingToken} and
 * {@link dev.holdfast.model.CoordinationException}.
 */
@NullMarked
package dev.holdfast.model;

import org.jspecify.annotations.NullMarked;
