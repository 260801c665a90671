package dev.holdfast.chaos.cluster.server;

import java.util.Locale;
import java.util.function.Consumer;

/** The servers that the lab can start. */
public enum ServerKind {
    ZOOKEEPER,
    ETCD,
    CONSUL,
    KAFKA;

    /** Returns the name in labels, pod names and client URIs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Brings what an ensemble of this kind needs to this machine, when it is not there yet: needs the network, so call it
     * before entering the sandbox. May take seconds the first time, and says so to {@code progress}.
     */
    public void provision(Consumer<String> progress) {
        if (program(progress) instanceof JavaServer server) {
            new Training(this, server, progress).ensureArchive();
        }
    }

    ServerProgram program(Consumer<String> progress) {
        return switch (this) {
            case ZOOKEEPER -> ZooKeeperProgram.find();
            case ETCD -> EtcdProgram.find(progress);
            case CONSUL -> ConsulProgram.find(progress);
            case KAFKA -> KafkaProgram.find(progress);
        };
    }
}
