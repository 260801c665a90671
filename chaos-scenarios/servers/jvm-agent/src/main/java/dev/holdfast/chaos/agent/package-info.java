/**
 * What JVMChaos puts into the JVM of a target: a helper for Byteman's rules that counts their firings, and an agent that
 * loads the processor, fills memory, collects garbage and tells what has happened. {@link
 * dev.holdfast.chaos.agent.Control} runs beside the target and puts both into it. Depends on Byteman and the JDK, since the
 * classes of this package are found by the first class loader of programs that know nothing of them.
 *
 * <p><b>Threads.</b> Those of {@link dev.holdfast.chaos.agent.Stress}, named {@code chaos-stress-*}, daemons that end when
 * the stress does. Rules fire on whatever thread of the target comes by; {@link dev.holdfast.chaos.agent.Firings} never
 * blocks it.
 */
@NullMarked
package dev.holdfast.chaos.agent;

import org.jspecify.annotations.NullMarked;
