/**
 * What every worker process of the benchmarks does, whatever library it measures: it reads orders from its standard
 * input, one a line, and answers each with one line. Knows the JDK alone, so that it is the same on every class path.
 *
 * <p><b>Threads.</b> The main thread carries the orders out, one at a time, so that locks that belong to a thread are
 * given back by the thread that took them. {@code orders} reads them, and ends the process when their stream ends.
 * {@code contender-N} live as long as one burst.
 *
 * <p>Start reading at {@link dev.holdfast.bench.worker.Worker}.
 */
@NullMarked
package dev.holdfast.bench.worker;

import org.jspecify.annotations.NullMarked;
