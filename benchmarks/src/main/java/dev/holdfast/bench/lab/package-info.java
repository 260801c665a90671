/**
 * What is measured on: real servers of one store, and worker processes, each with the class path of its library alone.
 * Everything started here ends with {@link dev.holdfast.bench.lab.Lab}, and when this program is killed.
 *
 * <p><b>Threads.</b> None of its own; answers of workers arrive on threads of the cluster, which only queue them.
 */
@NullMarked
package dev.holdfast.bench.lab;

import org.jspecify.annotations.NullMarked;
