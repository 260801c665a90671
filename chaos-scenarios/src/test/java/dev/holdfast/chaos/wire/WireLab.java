package dev.holdfast.chaos.wire;

import dev.holdfast.Coordination;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.contract.ConsulFixture;
import dev.holdfast.chaos.contract.EtcdFixture;
import dev.holdfast.chaos.contract.RealServers;
import dev.holdfast.chaos.contract.ZooKeeperFixture;
import dev.holdfast.tck.BackendFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One real member of one store, clients of ours that reach it through proxies of their own, and what it has itself. */
final class WireLab {

    private final ServerKind kind;
    private final RealServers servers;
    private final String endpoint;
    private final StoreSessions sessions;

    private WireLab(ServerKind kind, RealServers servers, String endpoint) {
        this.kind = kind;
        this.servers = servers;
        this.endpoint = endpoint;
        this.sessions = new StoreSessions(kind, endpoint);
    }

    /** @param name of the test class, for the folder of the logs */
    static WireLab start(String name, ServerKind kind, Path data) throws InterruptedException {
        List<String> known = new ArrayList<>();
        RealServers servers = RealServers.start(name, kind, 1, data, endpoints -> {
            known.addAll(endpoints);
            return fixture(kind, endpoints);
        });
        return new WireLab(kind, servers, known.get(0));
    }

    private static BackendFixture fixture(ServerKind kind, List<String> endpoints) throws InterruptedException {
        return switch (kind) {
            case ZOOKEEPER -> new ZooKeeperFixture(endpoints);
            case ETCD -> new EtcdFixture(endpoints);
            case CONSUL -> new ConsulFixture(endpoints);
            case KAFKA -> throw new IllegalArgumentException("kind must be a store, was " + kind);
        };
    }

    /** Opens a proxy for one client. */
    RecordingProxy proxy() {
        return RecordingProxy.open(kind, endpoint);
    }

    /** Connects a client through a proxy. */
    Coordination connect(RecordingProxy proxy, String namespace, Duration session) throws InterruptedException {
        return Coordination.connect("%s://127.0.0.1:%d/%s?session=%dms"
                .formatted(kind.label(), proxy.port(), namespace, session.toMillis()));
    }

    /** Returns the shortest session timeout that suits the store. */
    Duration session() {
        return servers.fixture().session();
    }

    /** Returns the entries of a lock's queue as the store has them. */
    List<String> queue(String namespace, String lock) {
        return servers.fixture().queue(namespace, "lock/" + lock);
    }

    /** Returns the sessions that the store has. */
    Set<String> sessions() {
        return sessions.alive();
    }

    void stop() throws Exception {
        servers.stop();
    }
}
