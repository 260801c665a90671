/**
 * The way to a cluster, against an API server in memory and a controller that is played: what Chaos Mesh writes into objects is
 * written by {@code PlayedChaosMesh}. Nothing here has met a real cluster. Start with KubernetesInjectorTest.
 */
@NullMarked
package dev.holdfast.chaos.kubernetes;

import org.jspecify.annotations.NullMarked;
