/**
 * The manifests under k8s/ as documents: read strictly, and held against the scenarios, so that a fault selects the same pods
 * in a cluster as in the local lab. Needs no cluster. Start with KubernetesManifestsTest.
 */
@NullMarked
package dev.holdfast.chaos.k8s;

import org.jspecify.annotations.NullMarked;
