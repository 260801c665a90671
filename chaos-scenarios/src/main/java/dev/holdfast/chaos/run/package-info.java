/**
 * Runs a scenario from its start to its verdict: cluster, clients, phases, faults, history, judgement; and many of them
 * as a matrix.
 *
 * <p>May depend on every other package of this module but the command line. Start with
 * {@link dev.holdfast.chaos.run.ScenarioRunner}.
 *
 * <p><b>Threads.</b> A run is driven by the thread that called it, from top to bottom. {@code ledger} accepts
 * connections to the guarded resource and {@code ledger-N} answers one each. Lines of clients arrive on threads of the
 * cluster and are only written down.
 */
@NullMarked
package dev.holdfast.chaos.run;

import org.jspecify.annotations.NullMarked;
