/**
 * What the volumes of members are made of, for faults of files and disks. Start reading at
 * {@link dev.holdfast.chaos.cluster.volume.Volumes}. Knows pods by their names only, and no faults; the package below is a
 * program of its own. No threads but those of {@link dev.holdfast.chaos.cluster.Sidecar}.
 */
@NullMarked
package dev.holdfast.chaos.cluster.volume;

import org.jspecify.annotations.NullMarked;
