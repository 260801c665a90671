package dev.holdfast.chaos.run;

import dev.holdfast.chaos.cluster.RoleChange;
import dev.holdfast.chaos.fault.FaultListener;
import dev.holdfast.reports.history.Event;
import dev.holdfast.reports.history.Event.FaultChanged;
import dev.holdfast.reports.history.Evidence;
import dev.holdfast.reports.history.FaultPhase;
import dev.holdfast.reports.history.HistoryWriter;
import dev.holdfast.reports.history.Role;
import dev.holdfast.reports.history.Values;
import dev.holdfast.spi.Ticker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes down what happens to the cluster: faults as they start and end, their effect, and the roles of members. */
final class Bystander implements FaultListener {

    private final HistoryWriter history;
    private final Map<String, Started> running = new ConcurrentHashMap<>();
    private volatile long faultsBeganNanos;

    Bystander(HistoryWriter history) {
        this.history = history;
    }

    /** Says from when on the times of faults count. */
    void faultsBegin(long nanos) {
        faultsBeganNanos = nanos;
    }

    @Override
    public void started(Started event) {
        running.put(event.name(), event);
        history.append(changed(event.nanos(), FaultPhase.STARTED, event));
    }

    @Override
    public void ended(Ended event) {
        Started started = running.get(event.name());
        if (started != null) {
            history.append(changed(event.nanos(), FaultPhase.ENDED, started));
        }
    }

    @Override
    public void effect(Effect effect) {
        List<Evidence> evidence = effect.evidence().stream()
                .map(seen -> new Evidence(seen.what(), seen.target(), seen.figure(), seen.unit(), seen.text()))
                .toList();
        history.append(new Event.EffectSeen(Ticker.SYSTEM.nanos(), effect.name(), effect.proved(), evidence));
    }

    void role(RoleChange change) {
        Values value = change.term() < 0 ? Values.none() : Values.of("term", change.term());
        history.append(new Event.RoleSeen(
                change.nanoTime(), change.member(), Role.valueOf(change.role().name()), value));
    }

    private FaultChanged changed(long nanos, FaultPhase phase, Started fault) {
        long requestedMs = (fault.requestedNanos() - faultsBeganNanos) / 1_000_000;
        long actualMs = (fault.nanos() - faultsBeganNanos) / 1_000_000;
        return new FaultChanged(
                nanos,
                phase,
                fault.name(),
                fault.kind(),
                fault.action(),
                fault.targets(),
                requestedMs,
                Values.of("startedAtMs", actualMs));
    }
}
