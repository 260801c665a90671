/**
 * Chaos Mesh documents of every kind: which are sound, which are run locally and how, and by whom they are read.
 * {@code Kinds} names the shape of every kind; shapes are composed out of {@code Shape} and {@code Struct}, with rules
 * between fields as the admission webhooks of Chaos Mesh 2.8 have them. {@code LocalExecution} is the one table of what is
 * run. Start reading at {@link dev.holdfast.chaos.manifest.ManifestCheck}; no threads, everything here is immutable.
 */
@NullMarked
package dev.holdfast.chaos.manifest;

import org.jspecify.annotations.NullMarked;
