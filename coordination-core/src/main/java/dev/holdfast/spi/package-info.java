/**
 * What a store must offer so that every recipe works on it: two primitives, {@link dev.holdfast.spi.Contention} and
 * {@link dev.holdfast.spi.Entries}, bound to a {@link dev.holdfast.spi.Session}. What it may offer beside them is a
 * {@link dev.holdfast.spi.Catalogue}.
 *
 * <p>A backend is one module with one public type, its {@link dev.holdfast.spi.BackendProvider}, which is found by
 * {@link java.util.ServiceLoader}. Depends on {@code dev.holdfast.model} alone. Start with
 * {@link dev.holdfast.spi.Backend}.
 *
 * <p><b>Threads.</b> Callbacks given to a backend run on threads of the backend; they are short, never block and never
 * throw. Everything here may be called from any thread.
 */
@NullMarked
package dev.holdfast.spi;

import org.jspecify.annotations.NullMarked;
