/**
 * The traffic: what client processes do to a store or a broker while it is broken, and how they tell it.
 *
 * <p>Each client is a process of its own, so that it can be killed, paused and cut off. It prints its history on standard
 * output, one event a line, and takes orders on standard input: {@code stop} ends the traffic, {@code final} asks for the
 * final reads, and the end of input ends the process. Depends on {@code coordination-core} and on the history of
 * {@code reports}. Start with {@link dev.holdfast.chaos.workload.ClientMain}.
 *
 * <p><b>Threads.</b> {@code orders} reads standard input and does nothing else. Each workload has one thread of its name;
 * it ends when the orders say stop. Callbacks of the recipes only record.
 */
@NullMarked
package dev.holdfast.chaos.workload;

import org.jspecify.annotations.NullMarked;
