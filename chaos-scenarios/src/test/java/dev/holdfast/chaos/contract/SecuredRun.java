package dev.holdfast.chaos.contract;

import static org.awaitility.Awaitility.await;

import dev.holdfast.chaos.cluster.ClientProcess;
import dev.holdfast.chaos.cluster.Death;
import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.LoopbackFabric;
import dev.holdfast.chaos.workload.ClientMain;
import dev.holdfast.chaos.workload.ClientSpec;
import dev.holdfast.reports.RunFolder;
import dev.holdfast.reports.history.Event;
import dev.holdfast.reports.history.EventLine;
import dev.holdfast.reports.history.HistoryWriter;
import dev.holdfast.reports.history.Outcome;
import dev.holdfast.reports.run.Bounds;
import dev.holdfast.reports.run.Claim;
import dev.holdfast.reports.run.RunRecord;
import dev.holdfast.reports.run.ScenarioFacts;
import dev.holdfast.reports.run.SubjectFacts;
import dev.holdfast.reports.run.VerdictWord;
import dev.holdfast.reports.run.WatchClaim;
import dev.holdfast.spi.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Clients of a run at addresses that ask for proofs, and the folder that they leave. The ensembles of real runs are open,
 * so the clients, their logs, the history and the reports are a run's own, and what is between them is written here.
 */
final class SecuredRun implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private final RunFolder folder;
    private final HistoryWriter history;
    private final LoopbackFabric fabric = LoopbackFabric.open();
    private final LocalCluster cluster;
    private final long originNanos = Ticker.SYSTEM.nanos();
    private final Queue<Event> told = new ConcurrentLinkedQueue<>();
    private final Queue<Death> deaths = new ConcurrentLinkedQueue<>();

    SecuredRun(Path data, RunFolder folder) {
        this.folder = folder;
        this.history = folder.openHistory();
        this.cluster = LocalCluster.open(fabric, "secured", "secured-run", data, folder.logs());
        cluster.onDeath(deaths::add);
    }

    /** Runs a client that is let in, until it has written a value and led. */
    void work(String name, String address) {
        ClientProcess client = start(name, address);
        await("a client works").atMost(BOUND).until(() -> did("put") && did("campaign"));
        client.send("stop");
        await("it stops").atMost(BOUND).until(() -> noted("stopped"));
        client.send("final");
        await("it is done").atMost(BOUND).until(() -> noted("done"));
    }

    /** Runs a client that is not let in; its last lines are the error of the run. */
    void fail(String name, String address) {
        start(name, address);
        await("a client is refused")
                .atMost(BOUND)
                .until(() -> deaths.stream().anyMatch(death -> death.pod().equals(name)));
        folder.write(facts(address)
                .withError("client " + name + " ended unasked; its last lines: " + cluster.lastLines(name, 15)));
    }

    private ClientProcess start(String name, String address) {
        ClientSpec spec = new ClientSpec(
                name, address, List.of("config", "election"), 1, "127.0.0.1:9", true, 50, 50, 50, 0, false);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=client-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                ClientMain.class.getName(),
                spec.toJson());
        return cluster.addClient(name, Map.of(), command, Map.of(), this::write);
    }

    private void write(String line) {
        Event event = EventLine.decode(line);
        history.append(event);
        told.add(event);
    }

    private boolean did(String what) {
        return told.stream()
                .anyMatch(event ->
                        event instanceof Event.Completed end && end.f().equals(what) && end.outcome() == Outcome.OK);
    }

    private boolean noted(String what) {
        return told.stream()
                .anyMatch(event -> event instanceof Event.Noted note && note.f().equals(what));
    }

    private RunRecord facts(String address) {
        String store = address.substring(0, address.indexOf(':'));
        return new RunRecord(
                RunRecord.SCHEMA,
                "secured-run-1",
                1,
                Instant.now().toString(),
                originNanos,
                "any",
                "none: " + address,
                Map.of(),
                new ScenarioFacts(
                        "secured-run",
                        "Clients prove who they are",
                        new Claim("Nobody sees a secret.", "docs/adr/0008", "a run"),
                        false,
                        "",
                        Set.of(VerdictWord.ERROR),
                        List.of(),
                        List.of("config", "election"),
                        Bounds.none()),
                new SubjectFacts(store, "any", "any", 1, store, "any", Map.of("address", address), Map.of()),
                List.of(),
                WatchClaim.LATEST,
                List.of(),
                "");
    }

    @Override
    public void close() {
        cluster.close();
        fabric.close();
        history.close();
    }
}
