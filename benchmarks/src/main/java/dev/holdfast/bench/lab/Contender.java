package dev.holdfast.bench.lab;

import static dev.holdfast.chaos.cluster.server.ServerKind.CONSUL;
import static dev.holdfast.chaos.cluster.server.ServerKind.ETCD;
import static dev.holdfast.chaos.cluster.server.ServerKind.ZOOKEEPER;

import dev.holdfast.chaos.cluster.server.ServerKind;
import java.util.List;
import java.util.Set;

/**
 * One use of one library, which a worker process makes.
 *
 * @param label its name in orders and results
 * @param module of the benchmarks that holds its worker
 * @param stores that it can use
 * @param parts what it can do
 */
public record Contender(String label, String module, Set<ServerKind> stores, Set<Part> parts) {

    private static final Set<ServerKind> EACH = Set.of(ZOOKEEPER, ETCD, CONSUL);

    public static final Contender HOLDFAST = new Contender("holdfast", "ours", EACH, Set.of(Part.LOCK, Part.WATCH));
    /** Threads of a process pass the lock on in memory, up to a bound: their grants carry one token. */
    public static final Contender HOLDFAST_HANDOFF = new Contender("holdfast-handoff", "ours", EACH, Set.of(Part.LOCK));

    /** Consul's {@code mode=fast}, with a session of 3 s whatever the others have: shorter than Consul's own may be. */
    public static final Contender HOLDFAST_FAST =
            new Contender("holdfast-fast", "ours", Set.of(CONSUL), Set.of(Part.LOCK));

    public static final Contender HOLDFAST_ELECTION =
            new Contender("holdfast-election", "ours", EACH, Set.of(Part.ELECTION));
    /** The store's client with nothing on top of it, which gives the floor, and writes what others watch. */
    public static final Contender RAW = new Contender("raw", "ours", EACH, Set.of());

    /** Runs a process for each lock, which outlives the worker. */
    public static final Contender CONSUL_PROGRAM = peer("consul-program", "consul", CONSUL, Part.LOCK);

    private static final List<Contender> ALL = List.of(
            HOLDFAST,
            HOLDFAST_HANDOFF,
            HOLDFAST_FAST,
            HOLDFAST_ELECTION,
            RAW,
            peer("curator-mutex", "curator", ZOOKEEPER, Part.LOCK),
            peer("curator-semaphore", "curator", ZOOKEEPER, Part.LOCK),
            peer("curator-latch", "curator", ZOOKEEPER, Part.ELECTION),
            peer("curator-cache", "curator", ZOOKEEPER, Part.WATCH),
            peer("jetcd-lock", "jetcd", ETCD, Part.LOCK),
            peer("jetcd-election", "jetcd", ETCD, Part.ELECTION),
            peer("jetcd-watch", "jetcd", ETCD, Part.WATCH),
            peer("consul-session", "consul", CONSUL, Part.LOCK),
            CONSUL_PROGRAM);

    public Contender {
        stores = Set.copyOf(stores);
        parts = Set.copyOf(parts);
    }

    /** What a contender can do. */
    public enum Part {
        LOCK,
        ELECTION,
        WATCH
    }

    private static Contender peer(String label, String module, ServerKind store, Part part) {
        return new Contender(label, module, Set.of(store), Set.of(part));
    }

    /** Returns those that can do this on a store, ours first. */
    public static List<Contender> of(ServerKind store, Part part) {
        return ALL.stream()
                .filter(contender -> contender.stores.contains(store) && contender.parts.contains(part))
                .toList();
    }

    public boolean isOurs() {
        return label.startsWith("holdfast");
    }
}
