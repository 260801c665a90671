package dev.holdfast.bench.lab;

import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.LoopbackFabric;
import dev.holdfast.chaos.cluster.UserCache;
import dev.holdfast.chaos.cluster.binary.BinaryLocator;
import dev.holdfast.chaos.cluster.binary.Program;
import dev.holdfast.chaos.cluster.server.Ensemble;
import dev.holdfast.chaos.cluster.server.ServerKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Servers of one store on loopback addresses, and the workers on them. */
public final class Lab implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(1);

    /** Consul counts its requests for others to read only when told for how long. */
    private static final Map<String, String> COUNTERS = Map.of("telemetry.prometheus_retention_time", "1h");

    private final LabSpec spec;
    private final LoopbackFabric fabric;
    private final LocalCluster cluster;
    private final Ensemble ensemble;
    private final Path scratch;
    private final String program;
    private final AtomicInteger numbers = new AtomicInteger();

    private Lab(
            LabSpec spec,
            LoopbackFabric fabric,
            LocalCluster cluster,
            Ensemble ensemble,
            Path scratch,
            String program) {
        this.spec = spec;
        this.fabric = fabric;
        this.cluster = cluster;
        this.ensemble = ensemble;
        this.scratch = scratch;
        this.program = program;
    }

    /** Starts the servers, and returns when all of them serve. */
    public static Lab open(LabSpec spec, Consumer<String> progress) throws InterruptedException {
        spec.store().provision(progress);
        boolean consul = spec.store() == ServerKind.CONSUL;
        String program =
                consul ? BinaryLocator.locate(Program.CONSUL, progress).path().toString() : "none";
        Path scratch = scratch(spec.data());
        LoopbackFabric fabric = LoopbackFabric.open();
        LocalCluster cluster = LocalCluster.open(fabric, "bench", "bench", scratch, spec.logs());
        boolean open = false;
        try {
            Ensemble ensemble =
                    Ensemble.start(cluster, spec.store(), spec.members(), consul ? COUNTERS : Map.of(), progress);
            ensemble.awaitAll(START);
            open = true;
            return new Lab(spec, fabric, cluster, ensemble, scratch, program);
        } finally {
            if (!open) {
                cluster.close();
                fabric.close();
                UserCache.remove(scratch);
            }
        }
    }

    private static Path scratch(Path data) {
        try {
            return Files.createTempDirectory(Files.createDirectories(data), "bench-");
        } catch (IOException e) {
            throw new UncheckedIOException("make a folder for the servers in " + data, e);
        }
    }

    public LabSpec spec() {
        return spec;
    }

    /** Returns what the store's servers are, for the record. */
    public String server() {
        return spec.store().label() + " " + ensemble.version();
    }

    public Map<String, String> settings() {
        return ensemble.settings();
    }

    public StoreCounters counters() {
        return StoreCounters.of(spec.store(), ensemble.endpoints());
    }

    /** Returns a file that no other call returns. */
    public Path newFile() {
        return scratch.resolve("referee-" + numbers.incrementAndGet());
    }

    /** Returns a name that no other call returns, of a lock or key. */
    public String newName() {
        return "n" + numbers.incrementAndGet();
    }

    /** Starts so many workers of a contender, and returns when all are connected. */
    public List<WorkerProcess> workers(Contender contender, int count) throws InterruptedException {
        List<WorkerProcess> workers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = contender.label() + "-" + numbers.incrementAndGet();
            workers.add(WorkerProcess.start(
                    cluster,
                    contender,
                    onLine -> cluster.addClient(name, Map.of(), command(contender), Map.of(), onLine)));
        }
        for (WorkerProcess worker : workers) {
            worker.awaitReady();
        }
        return workers;
    }

    public WorkerProcess worker(Contender contender) throws InterruptedException {
        return workers(contender, 1).get(0);
    }

    private List<String> command(Contender contender) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true"));
        words.addAll(spec.jvm());
        words.addAll(List.of(
                "-cp",
                ClassPaths.find().of(contender.module()),
                "dev.holdfast.bench." + contender.module() + ".Main",
                contender.label(),
                spec.store().label(),
                String.join(",", endpoints()),
                String.valueOf(spec.session().toMillis()),
                program));
        return words;
    }

    private List<String> endpoints() {
        List<String> all = ensemble.endpoints();
        int leader = ensemble.leader().map(ensemble.members()::indexOf).orElse(0);
        return spec.viaLeader() ? List.of(all.get(leader)) : all;
    }

    /** Ends every process and removes the servers' files. Idempotent. */
    @Override
    public void close() {
        cluster.close();
        fabric.close();
        UserCache.remove(scratch);
    }
}
