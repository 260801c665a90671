package dev.holdfast.spi;

/**
 * The monotonic clock. Only its {@link #SYSTEM} instance reads it; everything that decides by time asks a ticker, so
 * that tests can hold the time in their hands.
 *
 * <p>{@code CLOCK_MONOTONIC} runs on while a process is stopped by a signal, and stands still while a virtual machine
 * is suspended. Source: clock_gettime(2).
 */
@FunctionalInterface
public interface Ticker {

    /** The monotonic clock of this machine. */
    Ticker SYSTEM = System::nanoTime;

    /** Returns nanoseconds since an arbitrary origin; only differences have a meaning. */
    long nanos();
}
