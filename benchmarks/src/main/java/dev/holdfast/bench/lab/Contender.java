package dev.holdfast.bench.lab;

import dev.holdfast.chaos.cluster.server.ServerKind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** One use of one library, which a worker process makes. */
public enum Contender {
    HOLDFAST("holdfast", "ours", Part.LOCK, Part.WATCH),
    HOLDFAST_ELECTION("holdfast-election", "ours", Part.ELECTION),
    RAW("raw", "ours", Part.FLOOR, Part.WRITER),
    CURATOR_MUTEX(ServerKind.ZOOKEEPER, "curator-mutex", "curator", Part.LOCK),
    CURATOR_SEMAPHORE(ServerKind.ZOOKEEPER, "curator-semaphore", "curator", Part.LOCK),
    CURATOR_LATCH(ServerKind.ZOOKEEPER, "curator-latch", "curator", Part.ELECTION),
    CURATOR_CACHE(ServerKind.ZOOKEEPER, "curator-cache", "curator", Part.WATCH),
    JETCD_LOCK(ServerKind.ETCD, "jetcd-lock", "jetcd", Part.LOCK),
    JETCD_ELECTION(ServerKind.ETCD, "jetcd-election", "jetcd", Part.ELECTION),
    JETCD_WATCH(ServerKind.ETCD, "jetcd-watch", "jetcd", Part.WATCH),
    CONSUL_SESSION(ServerKind.CONSUL, "consul-session", "consul", Part.LOCK),
    CONSUL_PROGRAM(ServerKind.CONSUL, "consul-program", "consul", Part.LOCK);

    private final Set<ServerKind> stores;
    private final String label;
    private final String module;
    private final Set<Part> parts;

    Contender(String label, String module, Part... parts) {
        this.stores = Set.of(ServerKind.ZOOKEEPER, ServerKind.ETCD, ServerKind.CONSUL);
        this.label = label;
        this.module = module;
        this.parts = Set.of(parts);
    }

    Contender(ServerKind store, String label, String module, Part... parts) {
        this.stores = Set.of(store);
        this.label = label;
        this.module = module;
        this.parts = Set.of(parts);
    }

    /** What a contender can do. */
    public enum Part {
        LOCK,
        ELECTION,
        WATCH,
        FLOOR,
        WRITER
    }

    /** Returns those that can do this on a store, ours first. */
    public static List<Contender> of(ServerKind store, Part part) {
        return Arrays.stream(values())
                .filter(contender -> contender.stores.contains(store) && contender.parts.contains(part))
                .toList();
    }

    public String label() {
        return label;
    }

    public boolean isOurs() {
        return this == HOLDFAST || this == HOLDFAST_ELECTION;
    }

    String module() {
        return module;
    }
}
