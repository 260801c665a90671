package dev.holdfast.chaos.run;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.NamespaceFabric;
import dev.holdfast.chaos.cluster.Sandbox;
import dev.holdfast.chaos.cluster.server.Ensemble;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.cluster.volume.Volumes;
import dev.holdfast.chaos.fault.HealFailed;
import dev.holdfast.chaos.fault.Nemesis;
import dev.holdfast.chaos.fault.NftPacketFilter;
import dev.holdfast.chaos.fault.Tools;
import dev.holdfast.chaos.journal.Journal;
import dev.holdfast.chaos.scenario.Workload;
import dev.holdfast.reports.RunFolder;
import dev.holdfast.reports.history.HistoryWriter;
import dev.holdfast.reports.run.RunRecord;
import dev.holdfast.reports.verdict.Verdict;
import dev.holdfast.spi.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs one scenario against one subject inside the sandbox: settle, warm up, traffic and faults, heal, recover, final
 * reads, judgement. Whatever fails on the way, the run ends with a folder, a verdict and a report, and with nothing left
 * running.
 */
public final class ScenarioRunner {

    private static final Duration SETTLING = Duration.ofSeconds(60);

    private final Sandbox sandbox;
    private final Journal journal;
    private final Progress progress;

    /**
     * Makes a runner.
     *
     * @param journal what runs must undo outside the sandbox; still open at a run's end, it makes that run an error
     */
    public ScenarioRunner(Sandbox sandbox, Journal journal, Progress progress) {
        this.sandbox = sandbox;
        this.journal = journal;
        this.progress = progress;
    }

    /** Runs, judges and reports into the folder, which is new. */
    public Verdict run(Run run, RunFolder folder) throws InterruptedException {
        RunFacts facts = new RunFacts(run, sandbox.settings());
        copyScenario(run, folder.create());
        String error = "";
        Remains before = Remains.look();
        try (HistoryWriter history = folder.openHistory()) {
            execute(run, folder, history, facts);
        } catch (ClusterException | HealFailed | IllegalStateException | IllegalArgumentException e) {
            error = String.valueOf(e.getMessage());
        }
        error = withRemains(error, before);
        RunRecord record = facts.record();
        folder.write(error.isEmpty() ? record : record.withError(error));
        return folder.judge();
    }

    /** A run that leaves something behind says nothing: a fault may have acted outside its time. */
    private String withRemains(String error, Remains before) throws InterruptedException {
        List<String> left = new ArrayList<>(Remains.since(before));
        left.addAll(journal.open());
        String said = left.isEmpty() ? "" : "left behind: " + String.join("; ", left);
        return error.isEmpty() || said.isEmpty() ? error + said : error + "; " + said;
    }

    private static void copyScenario(Run run, RunFolder folder) {
        try {
            Files.copy(run.scenario().source(), folder.scenarioFile());
        } catch (IOException e) {
            throw new UncheckedIOException("copy " + run.scenario().source() + " to " + folder.scenarioFile(), e);
        }
    }

    private void execute(Run run, RunFolder folder, HistoryWriter history, RunFacts facts) throws InterruptedException {
        progress.phase("settle");
        Bystander bystander = new Bystander(history);
        Path data = sandbox.dataRoot().resolve(run.name());
        try (NamespaceFabric fabric = NamespaceFabric.open();
                Volumes volumes = Volumes.open(run.needs(), data, folder.logs());
                LocalCluster cluster =
                        LocalCluster.open(fabric, "holdfast", run.name(), data, folder.logs(), volumes)) {
            cluster.onRole(bystander::role);
            Ensemble ensemble = Ensemble.start(
                    cluster,
                    ServerKind.valueOf(run.subject().name()),
                    run.scenario().topology().members(),
                    Map.of(),
                    progress::detail);
            facts.ensemble(ensemble);
            Clients clients = new Clients(cluster, history);
            Tools tools = new Tools(NftPacketFilter.of(fabric.nft()), fabric, folder.logs(), volumes);
            try (Load load = load(run, cluster, clients, ensemble, history);
                    Nemesis nemesis = new Nemesis(cluster, tools, run.seed(), bystander, Ticker.SYSTEM::nanos)) {
                facts.recipes(load.recipes());
                load.start();
                ensemble.awaitAll(SETTLING);
                new Course(run, cluster, ensemble, nemesis, load, clients, bystander, history, folder.logs(), progress)
                        .follow();
            }
        }
    }

    private static Load load(Run run, LocalCluster cluster, Clients clients, Ensemble ensemble, HistoryWriter history) {
        Workload workload = run.scenario().workload();
        if (workload instanceof Workload.Coordination coordination) {
            return new CoordinationLoad(run, coordination, clients, ensemble, history);
        }
        if (workload instanceof Workload.Streaming streaming) {
            return new StreamingLoad(run, streaming, cluster, clients, ensemble, history);
        }
        throw new IllegalStateException("workload without a load: " + workload);
    }
}
