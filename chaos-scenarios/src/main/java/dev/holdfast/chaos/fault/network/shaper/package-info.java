/**
 * The program that drops, holds, copies and spoils packets between pods, in a process of its own: for kernels without the
 * netem queueing discipline, and because it decides from a seed, which netem cannot. The kernel hands it packets by a netfilter
 * queue. Start reading at {@link dev.holdfast.chaos.fault.network.shaper.PacketModel}, the decisions as a pure function, then
 * {@code Engine} and {@code ShaperMain}. Depends on nothing of this project but the clock.
 *
 * <p><b>Threads.</b> The main thread owns the queue, the pairs and the packets held, and alone touches them; the thread
 * {@code shaper-orders} reads lines from standard input and hands them over.
 */
@NullMarked
package dev.holdfast.chaos.fault.network.shaper;

import org.jspecify.annotations.NullMarked;
