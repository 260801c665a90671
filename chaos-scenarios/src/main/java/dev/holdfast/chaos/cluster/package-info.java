/**
 * Where the servers and clients of a run live, and what can be done to them: pods on this machine, in network namespaces
 * or on loopback addresses. Start reading at {@link dev.holdfast.chaos.cluster.Cluster}; the way in for a run is
 * {@code Sandbox}, {@code NamespaceFabric}, {@code LocalCluster}, {@code Ensemble}. Depends on the JDK and SLF4J only.
 *
 * <p><b>Threads</b>, all daemons that end with their cluster: {@code nursery-RUN} starts every process and must not end
 * before them; {@code announce-RUN} calls listeners, which must not block it; {@code watch-POD} probes one pod and may wait for
 * that pod only; {@code lines-POD} reads one client's output and ends with that process.
 */
@NullMarked
package dev.holdfast.chaos.cluster;

import org.jspecify.annotations.NullMarked;
