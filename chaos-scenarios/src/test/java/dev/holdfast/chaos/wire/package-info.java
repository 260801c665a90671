/**
 * What one client says to one member, recorded request by request, and the loss or delay of exactly one message: what the
 * tests of costs and of lost replies stand on. Depends on the stores' wire formats alone, and on no backend. Start with
 * {@link dev.holdfast.chaos.wire.RecordingProxy}, then {@code Tap}.
 *
 * <p><b>Threads.</b> A proxy of ZooKeeper or Consul owns {@code wire-accept-PORT}, and {@code wire-requests-PORT} and
 * {@code wire-replies-PORT} for each connection. A proxy of etcd owns its {@code wire-etcd-N}, which run the calls, and
 * those of the link before it. A message that is held holds its own thread. All end with the proxy.
 */
@NullMarked
package dev.holdfast.chaos.wire;

import org.jspecify.annotations.NullMarked;
