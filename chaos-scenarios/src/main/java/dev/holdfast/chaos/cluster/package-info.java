/**
 * Where the servers and clients of a run live, and what can be done to them: pods on this machine, in network namespaces
 * or on loopback addresses. Start reading at {@link dev.holdfast.chaos.cluster.Cluster}; the way in for a run is
 * {@code Sandbox}, {@code NamespaceFabric}, {@code LocalCluster}, {@code Ensemble}. Depends on the JDK and SLF4J only.
 */
@NullMarked
package dev.holdfast.chaos.cluster;

import org.jspecify.annotations.NullMarked;
