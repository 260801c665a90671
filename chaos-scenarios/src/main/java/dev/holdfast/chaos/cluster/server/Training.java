package dev.holdfast.chaos.cluster.server;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.LoopbackFabric;
import dev.holdfast.chaos.cluster.UserCache;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs a small ensemble on loopback once, so that one member leaves a {@link ClassArchive} when it ends. */
record Training(ServerKind kind, JavaServer server, Consumer<String> progress) {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int MEMBERS = 3;

    /** Makes the archive when there is none. Without one everything works, only slower, so a failure is told and no more. */
    void ensureArchive() {
        ClassArchive archive = ClassArchive.of(server.classPath());
        if (archive.exists()) {
            return;
        }
        progress.accept("preparing a class archive for " + kind.label() + ", once");
        Path scratch = archive.cache().scratch();
        try (LoopbackFabric fabric = LoopbackFabric.open();
                LocalCluster cluster = LocalCluster.open(
                        fabric, "training", "training", scratch.resolve("data"), scratch.resolve("logs"))) {
            Path written = scratch.resolve("classes.jsa");
            Ensemble ensemble = Ensemble.start(
                    cluster,
                    kind,
                    server,
                    MEMBERS,
                    Map.of(),
                    member -> member.number() == MEMBERS ? ClassArchive.record(written) : List.of());
            ensemble.awaitAll(BOUND);
            cluster.stop(ensemble.members().get(MEMBERS - 1), BOUND);
            archive.store(written);
        } catch (ClusterException e) {
            progress.accept("no class archive for " + kind.label() + ", its members start slower: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            UserCache.remove(scratch);
        }
    }
}
