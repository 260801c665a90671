/**
 * Runs on Kubernetes: pods as a {@link dev.holdfast.chaos.cluster.Cluster}, and faults put into effect by Chaos Mesh, to
 * which their manifests are given as they stand but for the choice of targets. Start reading at {@code Observed}, which says
 * what the state of a fault is, then {@link dev.holdfast.chaos.kubernetes.KubernetesInjector} and
 * {@link dev.holdfast.chaos.kubernetes.KubernetesCluster}. Only {@code Api} speaks to an API server. Depends on the packages
 * cluster, fault and document, and on Fabric8's client.
 *
 * <p><b>Threads.</b> The client has its own, which call {@code Feed}s; these only put what they are told into a map and wake
 * those who wait. {@code announce-pods-NAMESPACE} calls listeners of a cluster; {@code roles-NAMESPACE} asks members for their
 * roles and sets labels; {@code lifeline-RUN} shows that a run is alive. All are daemons that end with what started them.
 */
@NullMarked
package dev.holdfast.chaos.kubernetes;

import org.jspecify.annotations.NullMarked;
