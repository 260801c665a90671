package dev.holdfast.chaos.run;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.server.Ensemble;
import dev.holdfast.chaos.fault.FaultListener;
import dev.holdfast.chaos.fault.FaultTimer;
import dev.holdfast.chaos.fault.Nemesis;
import dev.holdfast.chaos.fault.PlannedFault;
import dev.holdfast.chaos.flow.FlowTimer;
import dev.holdfast.chaos.flow.Stage;
import dev.holdfast.chaos.scenario.Scenario;
import dev.holdfast.chaos.scenario.Step;
import dev.holdfast.chaos.workflow.PlannedFlow;
import dev.holdfast.reports.history.Event;
import dev.holdfast.reports.history.HistoryWriter;
import dev.holdfast.reports.history.RunPhase;
import dev.holdfast.spi.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Leads a run through its phases, once its ensemble and clients have been started. */
final class Course {

    private static final Duration CONNECTING = Duration.ofSeconds(45);
    private static final Duration HEALING = Duration.ofSeconds(60);

    private final Run run;
    private final Cluster cluster;
    private final Ensemble ensemble;
    private final Nemesis nemesis;
    private final Load load;
    private final Clients clients;
    private final Bystander bystander;
    private final HistoryWriter history;
    private final Path logs;
    private final Progress progress;

    Course(
            Run run,
            Cluster cluster,
            Ensemble ensemble,
            Nemesis nemesis,
            Load load,
            Clients clients,
            Bystander bystander,
            HistoryWriter history,
            Path logs,
            Progress progress) {
        this.run = run;
        this.cluster = cluster;
        this.ensemble = ensemble;
        this.nemesis = nemesis;
        this.load = load;
        this.clients = clients;
        this.bystander = bystander;
        this.history = history;
        this.logs = logs;
        this.progress = progress;
    }

    void follow() throws InterruptedException {
        Scenario.Phases phases = run.scenario().phases();
        enter(RunPhase.WARM_UP);
        clients.await("ready", CONNECTING);
        long baseline = enter(RunPhase.BASELINE);
        clients.workUntil(baseline + phases.warmUp().toNanos());
        breakAndHeal(phases.faults());
        long recover = enter(RunPhase.RECOVER);
        clients.workUntil(recover + phases.recover().toNanos());
        enter(RunPhase.FINAL);
        load.readFinally();
    }

    private void breakAndHeal(Duration lasts) throws InterruptedException {
        long start = enter(RunPhase.FAULT);
        bystander.faultsBegin(start);
        Stage stage = new Stage(cluster, nemesis, bystander, logs, Ticker.SYSTEM::nanos);
        try (FaultTimer timer = FaultTimer.start(nemesis, plan(), start, Ticker.SYSTEM::nanos);
                FlowTimer flows = FlowTimer.start(stage, flows(), start)) {
            for (Step step : run.scenario().steps()) {
                clients.workUntil(start + step.at().toNanos());
                carryOut(step, start);
            }
            clients.workUntil(start + lasts.toNanos());
            if (!timer.awaitEnd(HEALING) || !flows.awaitEnd(HEALING)) {
                throw new ClusterException("faults are not healed " + HEALING.toSeconds() + " s after their time");
            }
        }
        ensemble.afterHeal();
    }

    private List<PlannedFault> plan() {
        return run.scenario().faults(run.subject()).stream()
                .map(Scenario.Entry::planned)
                .toList();
    }

    private List<PlannedFlow> flows() {
        return run.scenario().flows(run.subject()).stream()
                .map(Scenario.FlowEntry::planned)
                .toList();
    }

    private void carryOut(Step step, long phaseStart) throws InterruptedException {
        String name = run.scenario().stepName(step);
        long requested = phaseStart + step.at().toNanos();
        long actual = Ticker.SYSTEM.nanos();
        bystander.started(new FaultListener.Started(name, "Step", step.word(), List.of(), requested, actual));
        StepEffect effect =
                step instanceof Step.RollingRestart ? RollingRestart.carryOut(ensemble, cluster) : load.carryOut(step);
        bystander.ended(new FaultListener.Ended(name, Ticker.SYSTEM.nanos()));
        bystander.effect(new FaultListener.Effect(name, effect.proved(), effect.evidence()));
    }

    private long enter(RunPhase phase) {
        long now = Ticker.SYSTEM.nanos();
        history.append(new Event.PhaseBegan(now, phase));
        progress.phase(phase.text());
        return now;
    }
}
