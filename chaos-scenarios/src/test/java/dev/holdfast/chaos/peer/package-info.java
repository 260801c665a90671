/**
 * The defects that the recipes of Curator, jetcd and Consul's client have had, as sentences that our recipes keep. Where a
 * peer is still affected it runs through the same sentence and must break it in the same way: the control, which fails
 * when a later version is mended. {@code docs/peers.md} lists them. Depends on {@link dev.holdfast.chaos.wire} and
 * the peers. Start with {@code PeerContract}.
 *
 * <p>jetcd asks for another Netty than our class path has, so that its classes are loaded by a loader of their own, from
 * {@code peers/jetcd/target}.
 *
 * <p><b>Threads.</b> A front of Consul owns its {@code consul-front}, one for each query under way, and they end with it. What
 * a test starts runs in a {@code peer-test} of its own, which is interrupted when the test ends.
 */
@NullMarked
package dev.holdfast.chaos.peer;

import org.jspecify.annotations.NullMarked;
