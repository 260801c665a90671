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
        SessionRange.check(spec.session());
        return new ZooKeeperBackend(Connection.open(spec, deadline));
    }
}
