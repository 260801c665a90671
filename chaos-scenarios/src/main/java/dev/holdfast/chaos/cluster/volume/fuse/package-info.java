/**
 * A file system that passes through, served on /dev/fuse by a program of its own, with rules for what goes wrong. It knows the
 * FUSE protocol and Linux, nothing of faults or pods; no library of FUSE is needed. Start reading at
 * {@link dev.holdfast.chaos.cluster.volume.fuse.PassThroughMain}.
 *
 * <p><b>Threads.</b> Each volume has up to 32 workers, {@code fuse-} and its name, which take requests from the kernel; another
 * is started when all are busy, since one may be held back for long. A worker must never touch a file below the volume's own
 * target: it would wait for itself. The main thread takes lines and changes rules.
 */
@NullMarked
package dev.holdfast.chaos.cluster.volume.fuse;

import org.jspecify.annotations.NullMarked;
