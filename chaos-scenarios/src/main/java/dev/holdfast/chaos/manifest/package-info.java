/** Chaos Mesh documents of every kind: which are read, by whom, and which are refused, with the reason. Start reading at {@link dev.holdfast.chaos.manifest.ManifestReader}. */
@NullMarked
package dev.holdfast.chaos.manifest;

import org.jspecify.annotations.NullMarked;
