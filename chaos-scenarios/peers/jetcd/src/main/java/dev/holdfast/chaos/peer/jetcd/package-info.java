/**
 * jetcd's recipes, as the controls of the peer tests use them: behind types of the JDK alone, since the tests load this
 * package through a class loader of its own. Depends on jetcd. Start with {@link dev.holdfast.chaos.peer.jetcd.JetcdPeer}.
 */
@NullMarked
package dev.holdfast.chaos.peer.jetcd;

import org.jspecify.annotations.NullMarked;
