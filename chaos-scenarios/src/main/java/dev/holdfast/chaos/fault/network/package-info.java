/**
 * Traffic between pods that is cut or made worse: NetworkChaos. The packet filter of the router between them cuts; packets that
 * are to be lost, held, doubled or spoilt are led to a program beside it, {@code network.shaper}; a token bucket sits on the
 * sender's link. What a fault makes of the network is measured between all pods by {@code network.probe}.
 */
@NullMarked
package dev.holdfast.chaos.fault.network;

import org.jspecify.annotations.NullMarked;
