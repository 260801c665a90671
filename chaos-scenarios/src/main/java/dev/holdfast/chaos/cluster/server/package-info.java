/**
 * Ensembles of real servers as pods of a {@code LocalCluster}: their configuration, how they are started fast, what they
 * claim to be and when they serve. Start reading at {@link dev.holdfast.chaos.cluster.server.Ensemble}. Depends on the
 * cluster and binary packages, Jackson and the JDK.
 */
@NullMarked
package dev.holdfast.chaos.cluster.server;

import org.jspecify.annotations.NullMarked;
