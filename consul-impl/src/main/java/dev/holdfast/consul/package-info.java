/**
 * The two primitives on Consul, through the kiwiproject client's interfaces, models and mapper: queues of keys that are
 * locked by session, and values of the key-value store. Depends on {@code dev.holdfast.spi} and that client alone. Start
 * with {@link dev.holdfast.consul.ConsulBackendProvider}, then {@code QueueContention}.
 *
 * <p>The session belongs, in Consul's catalog, to the node of the server or agent through which it was made, and may be
 * renewed through any other. In the plain mode it has no checks, so the node's health does not matter; but it ends when
 * the node is taken out of the catalog, as autopilot's {@code cleanup_dead_servers} does with a dead server. Let the
 * addresses be those of local agents, or switch that off: else a right can end before its time, and only the token tells.
 *
 * <p><b>Threads.</b> One connection owns: {@code consul-renew-NAMESPACE}, which makes the session, sends its heartbeats
 * and runs nothing else but the short callbacks of its end; {@code consul-clock-NAMESPACE-1}, which starts what is due and
 * never blocks; and {@code consul-call-NAMESPACE-N}, each of which carries one request while it is under way, and runs the
 * callbacks of its answer, which must not block. Their number is bounded whatever a process holds, waits for and watches:
 * 32 for writes and short reads of the backend, 16 for waits, 16 for watches and observations, one for each kind of key,
 * which serves all others, and one for each caller that blocks on a read. Once a service is
 * registered there is {@code consul-catalogue-NAMESPACE}, which tells the agent of the own instances and waits for its
 * answers; nothing else runs on it. All end with {@code Backend.close()}. OkHttp adds
 * a watchdog and a task thread for the whole process, which end when idle.
 */
@NullMarked
package dev.holdfast.consul;

import org.jspecify.annotations.NullMarked;
