/**
 * The two primitives on ZooKeeper. Depends on {@code dev.holdfast.spi}, {@code dev.holdfast.model}, Curator's framework
 * and the ZooKeeper client. Start with {@link dev.holdfast.zookeeper.ZooKeeperBackendProvider}, then {@code Connection}.
 *
 * <p>Curator makes the handles ({@code Handles}); everything else goes to the ZooKeeper handle itself. Curator's
 * operations would be tried again after a lost answer, on whatever session there is by then, which for a conditional
 * write or for a node of a session is a second write; and its connection states come on another thread than the
 * answers, without the session that they are about.
 *
 * <p><b>Threads.</b> {@code zookeeper-heartbeat-NAMESPACE} sends the heartbeats and does nothing else;
 * {@code zookeeper-timer-NAMESPACE} sends what is repeated by the clock; {@code zookeeper-close-NAMESPACE} ends the
 * session at the store. None of them waits for an answer but the last. Answers, events, and the callbacks given to this
 * backend run in order on the ZooKeeper client's event thread, {@code zookeeper-client-NAMESPACE-EventThread}, which must
 * never wait for the store. Beside it stands the client's {@code -SendThread}. Curator owns two threads
 * {@code zookeeper-curator-NAMESPACE}, which decide nothing here.
 */
@NullMarked
package dev.holdfast.zookeeper;

import org.jspecify.annotations.NullMarked;
