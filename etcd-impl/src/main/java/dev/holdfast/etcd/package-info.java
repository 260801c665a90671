/**
 * The two primitives on etcd, on the plain gRPC stubs of jetcd: connections, sessions and watches are our own loops.
 * Start with {@code EtcdBackendProvider}, then {@code EtcdContention} and {@code EtcdEntries}. Depends on
 * {@code dev.holdfast.spi} and {@code dev.holdfast.model} alone.
 *
 * <p><b>Keys.</b> A value is at {@code <namespace>/<key>}, a contender at
 * {@code <namespace>/<queue>/-/<lease id in hex>-<attempt>}; the segment {@code -}, which no name can have, keeps the
 * queues {@code a} and {@code a/b} apart. So {@code etcdctl lock <namespace>/<queue>/-} and Go's {@code concurrency}
 * package on that name wait for us, and we for them. A contender whose entering was in doubt leaves
 * {@code <namespace>/-/withdrawn/...} until its lease ends, which keeps a late request from being applied.
 *
 * <p><b>Threads.</b> Per connection: {@code etcd-renew-NAMESPACE} renews the lease and never runs a callback;
 * {@code etcd-events-NAMESPACE} owns the state of watches and places, runs all callbacks, and never blocks;
 * {@code etcd-login-NAMESPACE} asks for the password and logs in, and ends when there is nothing to do;
 * {@code etcd-io-NAMESPACE} is gRPC's, and only hands over to the others or to a waiting caller.
 */
@NullMarked
package dev.holdfast.etcd;

import org.jspecify.annotations.NullMarked;
