/**
 * Distributed coordination over ZooKeeper, etcd and Consul: locks, elections, config watches, semaphores, counters,
 * barriers, groups and services, each written once on the two primitives of {@code dev.holdfast.spi}.
 *
 * <p>The recipes stand in one package: {@link dev.holdfast.Coordination} makes them, and they make grants of its places,
 * so packages of their own would know each other in a circle, or show their inner works to everybody.
 *
 * <p>Start with {@link dev.holdfast.Coordination#connect(String)}. Every right comes as a {@link dev.holdfast.Grant}
 * with a fencing token, and says by itself when it is no longer valid.
 *
 * <p><b>Threads.</b> Everything public is safe for use by many threads. One coordination object owns: one
 * {@code holdfast-clock} thread, which watches the deadlines of grants and never runs user code, and a pool
 * {@code holdfast-callback-N}, which runs the callbacks, in order and one at a time for each grant, watch,
 * observation and membership. Each candidacy owns one thread, {@code holdfast-candidate-NAME}, which runs its body.
 */
@NullMarked
package dev.holdfast;

import org.jspecify.annotations.NullMarked;
