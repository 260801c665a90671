package dev.holdfast.consul;

import dev.holdfast.spi.Backend;
import dev.holdfast.spi.BackendProvider;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
import java.util.Set;

/**
 * Connects to Consul, at the HTTP addresses of its servers or agents: {@code consul://10.0.0.1:8500,10.0.0.2:8500/billing}.
 * TLS: {@code tls=true}, {@code ca}, {@code cert} and {@code key}. A token: {@code token-file}; its policy needs to write the
 * keys below {@code billing/} and sessions.
 */
public final class ConsulBackendProvider implements BackendProvider {

    @Override
    public String scheme() {
        return "consul";
    }

    @Override
    public Set<String> options() {
        return Set.of("tls", "ca", "cert", "key", "token-file");
    }

    @Override
    public Backend connect(ConnectSpec spec, Deadline deadline) throws InterruptedException {
        return ConsulBackend.connect(spec, deadline);
    }
}
