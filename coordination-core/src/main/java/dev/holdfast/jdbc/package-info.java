/**
 * The resource's half of fencing where the resource is a relational database.
 *
 * <p>Depends on {@code dev.holdfast.model} and {@code java.sql}; the driver is the user's. Start with
 * {@link dev.holdfast.jdbc.JdbcFencingGuard}.
 */
@NullMarked
package dev.holdfast.jdbc;

import org.jspecify.annotations.NullMarked;
