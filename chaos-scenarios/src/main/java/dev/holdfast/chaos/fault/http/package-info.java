/**
 * Requests and answers of HTTP/1.1 that are cut off, late, or other than they were sent: HTTPChaos. A pod's port is redirected,
 * in the pod's own network, to a proxy there, {@link dev.holdfast.chaos.fault.http.HttpProxy}, a process of its own. May
 * depend on clusters and on documents. Start with {@link dev.holdfast.chaos.fault.http.HttpRule}.
 *
 * <p><b>Threads.</b> In the proxy's process alone, all daemons: {@code http-accept}, and for each connection one
 * {@code http-request-*} and one {@code http-answer-*}, which may block on its two sockets and end with them.
 */
@NullMarked
package dev.holdfast.chaos.fault.http;

import org.jspecify.annotations.NullMarked;
