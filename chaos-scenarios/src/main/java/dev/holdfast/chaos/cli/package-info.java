/**
 * The command line: {@code list}, {@code run}, {@code validate}, {@code report}.
 *
 * <p>Exit codes: 0 as expected, 1 a verdict differs, 2 could not run. {@code run} reads every file and checks the machine
 * before it starts anything, then starts itself again inside a sandbox. Start with {@link dev.holdfast.chaos.cli.Main}.
 */
@NullMarked
package dev.holdfast.chaos.cli;

import org.jspecify.annotations.NullMarked;
