/**
 * Faults: Chaos Mesh documents as data, the choice of their targets, and what injects and heals them on a
 * {@link dev.holdfast.chaos.cluster.Cluster}. Here is what all kinds share; the packages below hold a family of kinds each,
 * with its reader, its data, its injection and the proof of its effect. Start reading at
 * {@link dev.holdfast.chaos.fault.Fault} and {@link dev.holdfast.chaos.fault.Nemesis}.
 *
 * <p>Field names and rules are those of chaos-mesh.org/v1alpha1. Source:
 * https://github.com/chaos-mesh/chaos-mesh/tree/v2.8.3/api/v1alpha1 and {@code pkg/selector} beside it.
 *
 * <p><b>Threads.</b> A {@link dev.holdfast.chaos.fault.FaultTimer} has one thread for each fault of its plan, named
 * {@code fault-} and the fault's name. It injects, samples and heals that fault and does nothing else; it ends with the
 * fault, or soon after its timer is closed. What is done to several pods at once has a thread for each, waited for at the
 * spot. A cluster's thread only puts a replaced pod into a queue here.
 */
@NullMarked
package dev.holdfast.chaos.fault;

import org.jspecify.annotations.NullMarked;
