package dev.holdfast.etcd;

import dev.holdfast.spi.Backend;
import dev.holdfast.spi.BackendProvider;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
import java.util.Set;

/**
 * Connects to etcd 3.5 and later: {@code etcd://host:port,host:port/namespace?session=5s}.
 *
 * <p>A session is a lease. etcd counts its time to live in whole seconds, so that a session is rounded up; what is in
 * force is told by {@link Backend#capabilities()}. The least that a server grants is one and a half election timeouts, 2 s
 * with its defaults: a session that is shorter is refused.
 *
 * <p>TLS: {@code tls=true}, {@code ca}, {@code cert} and {@code key}. A login: {@code user} and {@code password-file}; the
 * user's role needs to read and write the keys below {@code namespace/}.
 */
public final class EtcdBackendProvider implements BackendProvider {

    /** Creates the provider, for {@link java.util.ServiceLoader}. */
    public EtcdBackendProvider() {}

    @Override
    public String scheme() {
        return "etcd";
    }

    @Override
    public Set<String> options() {
        return Set.of("tls", "ca", "cert", "key", "user", "password-file");
    }

    @Override
    public Backend connect(ConnectSpec spec, Deadline deadline) throws InterruptedException {
        return EtcdBackend.connect(spec, LeaseTerms.of(spec.session()), deadline);
    }
}
