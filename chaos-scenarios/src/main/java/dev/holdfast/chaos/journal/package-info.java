/**
 * The journal of what must be undone on this machine even if the program that did it is killed. Most of what a run makes
 * vanishes with its sandbox; loop devices, control groups and folders on disk do not. Start reading at
 * {@link dev.holdfast.chaos.journal.Journal}. Knows nothing of faults.
 */
@NullMarked
package dev.holdfast.chaos.journal;

import org.jspecify.annotations.NullMarked;
