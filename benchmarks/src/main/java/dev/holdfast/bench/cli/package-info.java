/** The command line. Start at {@link dev.holdfast.bench.cli.Main}. */
@NullMarked
package dev.holdfast.bench.cli;

import org.jspecify.annotations.NullMarked;
