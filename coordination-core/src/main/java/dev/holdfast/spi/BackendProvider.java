package dev.holdfast.spi;

import dev.holdfast.model.CoordinationException;
import java.util.Set;

/** Connects to one kind of store. Found by {@link java.util.ServiceLoader}; stateless. */
public interface BackendProvider {

    /** Returns the scheme of the addresses that this provider connects to, such as {@code etcd}. */
    String scheme();

    /**
     * Returns the names of the options that this store takes in an address beside those that every store takes. Those of
     * them that make up a {@link Security} come as such in the {@link ConnectSpec}: {@code tls}, {@code ca}, {@code cert},
     * {@code key}, {@code user}, {@code password-file}, {@code token-file}.
     */
    Set<String> options();

    /**
     * Connects and makes the first session.
     *
     * @throws IllegalArgumentException if the settings cannot work on this store; the message gives the allowed range
     * @throws CoordinationException if no session could be made before the deadline
     * @throws InterruptedException if the thread was interrupted; nothing is left open
     */
    Backend connect(ConnectSpec spec, Deadline deadline) throws InterruptedException;
}
