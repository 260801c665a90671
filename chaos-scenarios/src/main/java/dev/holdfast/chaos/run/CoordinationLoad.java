package dev.holdfast.chaos.run;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.NamespaceFabric;
import dev.holdfast.chaos.cluster.server.Ensemble;
import dev.holdfast.chaos.cluster.server.LeftOvers;
import dev.holdfast.chaos.scenario.Scenario;
import dev.holdfast.chaos.scenario.Step;
import dev.holdfast.chaos.scenario.Workload;
import dev.holdfast.chaos.workload.ClientMain;
import dev.holdfast.chaos.workload.ClientSpec;
import dev.holdfast.reports.history.Event;
import dev.holdfast.reports.history.HistoryWriter;
import dev.holdfast.reports.history.Values;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Clients that lock, stand for election and watch a value on one store, and the resource that their lock guards. */
final class CoordinationLoad implements Load {

    private static final Duration STOPPING = Duration.ofSeconds(30);
    private static final Duration READING = Duration.ofSeconds(60);
    private static final Duration AUDIT = Duration.ofSeconds(1);
    private static final String NAMESPACE = "chaos";

    private final Run run;
    private final Workload.Coordination workload;
    private final Clients clients;
    private final Ensemble ensemble;
    private final HistoryWriter history;
    private final List<String> endpoints;
    private final Ledger ledger;

    CoordinationLoad(
            Run run, Workload.Coordination workload, Clients clients, Ensemble ensemble, HistoryWriter history) {
        this.run = run;
        this.workload = workload;
        this.clients = clients;
        this.ensemble = ensemble;
        this.history = history;
        this.endpoints = ensemble.endpoints();
        this.ledger = Ledger.open(NamespaceFabric.RUNNER);
    }

    @Override
    public List<String> recipes() {
        return workload.recipes().stream()
                .sorted()
                .map(recipe -> recipe.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    @Override
    public void start() {
        Scenario scenario = run.scenario();
        for (int i = 0; i < scenario.topology().clients(); i++) {
            String name = "client-" + i;
            ClientSpec spec = new ClientSpec(
                    name,
                    address(i),
                    recipes(),
                    run.seed(),
                    ledger.address(),
                    workload.fenced(),
                    workload.hold().toMillis(),
                    workload.term().toMillis(),
                    1000 / workload.ratePerSecond(),
                    workload.late().toMillis(),
                    workload.forgetful());
            clients.start(name, ClientMain.class.getName(), spec.toJson(), Clients.WAITER);
        }
    }

    /** Each client begins with another member, as clients behind a balancer would. */
    private String address(int client) {
        List<String> order = new ArrayList<>(endpoints);
        Collections.rotate(order, -client);
        return run.subject().word() + "://" + String.join(",", order) + '/' + NAMESPACE + "?connect=30s&session="
                + run.scenario().session().toMillis() + "ms";
    }

    @Override
    public StepEffect carryOut(Step step) {
        throw new IllegalArgumentException("step " + step + " means nothing to a store");
    }

    @Override
    public void readFinally() throws InterruptedException {
        clients.order("stop");
        clients.await("stopped", STOPPING);
        clients.order("final");
        clients.await("done", READING);
        audit();
    }

    /** Shorter than any session lasts: what only expires has been left over. */
    private void audit() throws InterruptedException {
        Values seen;
        try {
            LeftOvers left = ensemble.leftOvers(NAMESPACE, AUDIT);
            seen = Values.of("sessions", left.sessions().size())
                    .with("entries", left.entries().size())
                    .with("watches", left.watches())
                    .with("names", left.names());
        } catch (ClusterException e) {
            seen = Values.of("error", String.valueOf(e.getMessage()));
        }
        history.append(new Event.Noted(Ticker.SYSTEM.nanos(), "auditor", "left-over", "store", seen));
    }

    @Override
    public void close() {
        ledger.close();
    }
}
