package dev.holdfast.chaos.run;

import dev.holdfast.chaos.cluster.server.Ensemble;
import dev.holdfast.chaos.fault.PlannedFault;
import dev.holdfast.chaos.scenario.Scenario;
import dev.holdfast.chaos.scenario.Step;
import dev.holdfast.chaos.scenario.Subject;
import dev.holdfast.chaos.workflow.PlannedFlow;
import dev.holdfast.reports.run.Bounds;
import dev.holdfast.reports.run.Claim;
import dev.holdfast.reports.run.FaultRequest;
import dev.holdfast.reports.run.RunRecord;
import dev.holdfast.reports.run.ScenarioFacts;
import dev.holdfast.reports.run.SubjectFacts;
import dev.holdfast.reports.run.VerdictWord;
import dev.holdfast.reports.run.WatchClaim;
import dev.holdfast.spi.Ticker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Gathers what {@code run.json} says of a run, as it becomes known. */
final class RunFacts {

    private final Run run;
    private final String startedAt = Instant.now().toString();
    private final long originNanos = Ticker.SYSTEM.nanos();
    private final Map<String, String> kernelSettings;
    private List<String> recipes = List.of();
    private String version = "not started";
    private String source = "not started";
    private final Map<String, String> settings = new LinkedHashMap<>();

    RunFacts(Run run, Map<String, String> kernelSettings) {
        this.run = run;
        this.kernelSettings = kernelSettings;
    }

    void ensemble(Ensemble ensemble) {
        version = ensemble.version();
        source = ensemble.source();
        settings.putAll(ensemble.settings());
    }

    void recipes(List<String> underTest) {
        recipes = List.copyOf(underTest);
    }

    RunRecord record() {
        List<String> notes = new ArrayList<>();
        kernelSettings.forEach((name, value) -> notes.add("Kernel setting " + name + " = " + value
                + " in every namespace, so that TCP's back-off does" + " not decide how long healing takes."));
        notes.add("Data lies in memory: the cost of a disk's fsync is not part of these figures.");
        return new RunRecord(
                RunRecord.SCHEMA,
                run.name() + "-" + run.seed(),
                run.seed(),
                startedAt,
                originNanos,
                Host.toolkitVersion(),
                run.command(),
                Host.facts(),
                scenario(),
                subject(),
                faults(),
                run.subject() == Subject.ETCD ? WatchClaim.EVERY : WatchClaim.LATEST,
                notes,
                "");
    }

    private ScenarioFacts scenario() {
        Scenario scenario = run.scenario();
        Set<VerdictWord> expected = scenario.expect().verdicts().stream()
                .map(word -> VerdictWord.valueOf(word.name()))
                .collect(Collectors.toSet());
        return new ScenarioFacts(
                scenario.name(),
                scenario.title(),
                new Claim(
                        scenario.claim().text(),
                        scenario.claim().source(),
                        scenario.claim().scope()),
                !scenario.expect().caughtBy().isEmpty(),
                scenario.twin().orElse(""),
                expected,
                scenario.expect().caughtBy().stream().sorted().toList(),
                recipes,
                bounds());
    }

    private Bounds bounds() {
        Scenario.Bounds bounds = run.scenario().bounds();
        Bounds facts = Bounds.none()
                .with("recoveryMsMax", bounds.recovery().toMillis())
                .with("unavailabilityMsMax", bounds.unavailability().toMillis())
                .with("operationsMin", bounds.operations());
        return run.subject() == Subject.KAFKA
                ? facts.with("blockingMsMax", bounds.unavailability().toMillis())
                : facts;
    }

    private SubjectFacts subject() {
        Map<String, String> timeouts = new LinkedHashMap<>();
        if (run.subject().isStore()) {
            timeouts.put("client session", run.scenario().session().toMillis() + " ms (usual: 5 to 15 s)");
        }
        return new SubjectFacts(
                run.subject().word(),
                version,
                source,
                run.scenario().topology().members(),
                run.subject().isStore() ? "Holdfast " + run.subject().word() + " backend" : "kafka-clients",
                run.subject().isStore() ? Host.toolkitVersion() : version,
                settings,
                timeouts);
    }

    private List<FaultRequest> faults() {
        List<FaultRequest> faults = new ArrayList<>();
        for (Scenario.Entry entry : run.scenario().faults(run.subject())) {
            PlannedFault planned = entry.planned();
            faults.add(new FaultRequest(
                    planned.fault().name(),
                    planned.fault().kind(),
                    planned.fault().action(),
                    entry.manifest(),
                    planned.at().toMillis(),
                    planned.lasts().toMillis()));
        }
        for (Scenario.FlowEntry entry : run.scenario().flows(run.subject())) {
            PlannedFlow planned = entry.planned();
            faults.add(new FaultRequest(
                    planned.flow().name(),
                    planned.flow().kind(),
                    planned.flow().action(),
                    entry.manifest(),
                    planned.at().toMillis(),
                    planned.lasts().toMillis()));
        }
        for (Step step : run.scenario().steps()) {
            faults.add(new FaultRequest(
                    run.scenario().stepName(step),
                    "Step",
                    step.word(),
                    "",
                    step.at().toMillis(),
                    0));
        }
        return faults;
    }
}
