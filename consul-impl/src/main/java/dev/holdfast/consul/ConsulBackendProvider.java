package dev.holdfast.consul;

import dev.holdfast.spi.Backend;
import dev.holdfast.spi.BackendProvider;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
import java.util.HashSet;
import java.util.Set;

/**
 * Connects to Consul, at the HTTP addresses of its servers or agents: {@code consul://10.0.0.1:8500,10.0.0.2:8500/billing}.
 *
 * <p>{@code mode=plain}, the default: the session has a TTL, {@code session}, of 10 s to 24 h unless the server's
 * {@code session_ttl_min} allows less. The server ends it two TTLs after its holder's death. When an operator destroys
 * it, a holder may believe in its right until its next heartbeat; its token is refused.
 *
 * <p>{@code mode=fast}: the session hangs on a check of the agent's, with {@code session}, of 1 s to 60 s, as its TTL and
 * as the session's lock-delay. A dead holder is replaced after twice that time, and a live one stops before anybody else
 * is granted, whatever ended its session; but readers that hold beside other readers are not covered: when an operator
 * destroys their session, or the agent loses its checks, a writer may be granted while they still believe, for one session
 * at most, and only its token, which is newer, protects. Each grant costs a second write. The check lives on one of the agents in the
 * address: when that agent dies the session is given up, and a new one is made through another; when the agent dies
 * together with its client, the entries stay for up to 20 s. Needs the right to register services ({@code holdfast}).
 *
 * <p>{@code interop=consul-lock}: the holder of the lock {@code NAME} also has {@code NAMESPACE/lock/NAME/.lock}, the key
 * that {@code consul lock NAMESPACE/lock/NAME} takes, so that the two exclude each other; {@code mode=fast} includes it.
 *
 * <p>TLS: {@code tls=true}, {@code ca}, {@code cert} and {@code key}. A token: {@code token-file}; its policy needs to write the
 * keys below {@code billing/} and sessions; and services, by their names, where instances are to be shown in Consul's
 * catalogue.
 */
public final class ConsulBackendProvider implements BackendProvider {

    @Override
    public String scheme() {
        return "consul";
    }

    @Override
    public Set<String> options() {
        Set<String> all = new HashSet<>(Mode.OPTIONS);
        all.addAll(Set.of("tls", "ca", "cert", "key", "token-file"));
        return all;
    }

    @Override
    public Backend connect(ConnectSpec spec, Deadline deadline) throws InterruptedException {
        return ConsulBackend.connect(spec, deadline);
    }
}
