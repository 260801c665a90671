/**
 * The program that measures the network between pods while a fault lasts: datagrams from each pod to each other one, sent and
 * received by one process with a socket in every pod's network, so that one clock times each direction by itself. Start
 * reading at {@link dev.holdfast.chaos.fault.network.probe.ProbeMain}. Depends on nothing of this project but the clock.
 *
 * <p><b>Threads.</b> The main thread owns the sockets and the figures; {@code probe-orders} reads lines from standard input
 * and hands them over; {@code probe-open-N} opens one pod's socket in that pod's network and ends.
 */
@NullMarked
package dev.holdfast.chaos.fault.network.probe;

import org.jspecify.annotations.NullMarked;
