/**
 * A backend in memory: the reference implementation of the two primitives, and a store for the tests of our users. Its
 * sessions expire, and its links can be cut.
 *
 * <p>An address reads {@code memory://NAME:1/namespace?session=2s&client=CLIENT}; all coordination objects of one JVM
 * with the same NAME share one store. Depends on {@code dev.holdfast.spi} and {@code dev.holdfast.model}. Start with
 * {@link dev.holdfast.memory.MemoryStore}, which tests use to cut and to heal.
 *
 * <p><b>Threads.</b> Each client owns {@code memory-session-CLIENT}, which sends heartbeats and what nobody waits for,
 * and {@code memory-inbox-CLIENT}, which runs callbacks in the order in which the store sent them. Each store with
 * sessions owns {@code memory-reaper-NAME}, which ends those that are overdue and never runs a callback.
 */
@NullMarked
package dev.holdfast.memory;

import org.jspecify.annotations.NullMarked;
