package dev.holdfast.zookeeper;

import dev.holdfast.spi.Backend;
import dev.holdfast.spi.BackendProvider;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
import java.util.Set;

/**
 * Connects to ZooKeeper, scheme {@code zookeeper}. Needs servers of 3.5 or later.
 *
 * <p>TLS: {@code tls=true}, {@code ca}, and one PEM file for both {@code cert} and {@code key}. A login: {@code user} and
 * {@code password-file}, by {@code auth=digest} unless {@code auth=sasl} is given; the nodes that it makes are its own.
 */
public final class ZooKeeperBackendProvider implements BackendProvider {

    /** Below this the client gives up a try to connect before a server can have answered it. */
    private static final long SESSION_MS_MIN = 200;

    private static final long SESSION_MS_MAX = Integer.MAX_VALUE / 8;

    @Override
    public String scheme() {
        return "zookeeper";
    }

    @Override
    public Set<String> options() {
        return Set.of("tls", "ca", "cert", "key", "user", "password-file", "auth");
    }

    @Override
    public Backend connect(ConnectSpec spec, Deadline deadline) throws InterruptedException {
        long millis = spec.session().toMillis();
        if (millis < SESSION_MS_MIN || millis > SESSION_MS_MAX) {
            throw new IllegalArgumentException("session must be " + SESSION_MS_MIN + " ms to " + SESSION_MS_MAX
                    + " ms on ZooKeeper, and in the range that the ensemble allows, was " + millis + " ms");
        }
        return new ZooKeeperBackend(Connection.open(spec, deadline));
    }
}
