/** Traffic between pods that is cut or made worse: NetworkChaos. The packet filter of the router between them does it. */
@NullMarked
package dev.holdfast.chaos.fault.network;

import org.jspecify.annotations.NullMarked;
