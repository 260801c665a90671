/**
 * The two primitives on etcd, on the plain gRPC stubs of jetcd: connections, sessions and watches are our own loops.
 * Start with {@code EtcdBackendProvider}, then {@code EtcdContention} and {@code EtcdEntries}. Depends on
 * {@code dev.holdfast.spi} and {@code dev.holdfast.model} alone.
 *
 * <p><b>Keys.</b> A value is at {@code <namespace>/<key>}, a contender at
 * {@code <namespace>/<queue>/-/<a recent revision>-<lease id>-<attempt>}, in hex; the segment {@code -}, which no name can have, keeps the
 * queues {@code a} and {@code a/b} apart. So {@code etcdctl lock <namespace>/<queue>/-} and Go's {@code concurrency}
 * package on that name wait for us, and we for them. A contender whose entering was in doubt leaves
 * {@code <namespace>/-/withdrawn/...} until its lease ends, which keeps a late request from being applied.
 *
 * <p><b>Threads.</b> Per connection: {@code etcd-renew-NAMESPACE} renews the lease and never runs a callback;
 * {@code etcd-io-NAMESPACE} is the thread of the network I/O and the event loop: it owns the state of watches and places,
 * runs all callbacks, so that none waits for another thread, and never blocks. What is waited for, a session, an answer
 * or a turn, keeps no thread. {@code etcd-login-NAMESPACE} asks for the password and logs in, and ends when there is
 * nothing to do.
 */
@NullMarked
package dev.holdfast.etcd;

import org.jspecify.annotations.NullMarked;
