package dev.holdfast.chaos.flow;

import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.FaultListener;
import dev.holdfast.chaos.workflow.Flow;
import dev.holdfast.chaos.workflow.Interpreter;
import dev.holdfast.chaos.workflow.Order;
import dev.holdfast.chaos.workflow.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One flow under way. Its interpreter sees the times that it asked for, not those at which a busy machine came to them, and
 * time stands still for it while faults are injected and healed. So its orders and their times follow from the document
 * and from what checks and tasks answer; how late each was done stands beside it in the history.
 */
final class FlowRun {

    private final Flow flow;
    private final long startNanos;
    private final long endNanos;
    private final Stage stage;
    private final Interpreter interpreter;
    private final Inbox inbox;
    private final Probes probes;
    private final FlowRecord record;
    private final Map<String, HeldFault> faults = new LinkedHashMap<>();

    /**
     * Makes a run of a flow.
     *
     * @param endNanos when it is stopped, if it has not ended by itself
     */
    FlowRun(Flow flow, long startNanos, long endNanos, Stage stage) {
        this.flow = flow;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
        this.stage = stage;
        this.interpreter = flow.interpreter(Interpreter.ORIGIN, startNanos);
        this.inbox = new Inbox(stage.clock(), startNanos);
        this.probes = new Probes(stage.cluster());
        this.record = new FlowRecord(flow.name());
    }

    /** Stops the flow soon: what is in effect is healed, what has not begun never does. */
    void close() {
        inbox.close();
    }

    /** Carries the flow out from its start to its end; throws what went wrong, with nothing left in effect if possible. */
    void carryOut() throws InterruptedException {
        if (inbox.await(startNanos).isClosed()) {
            return;
        }
        FaultListener listener = stage.listener();
        listener.started(new FaultListener.Started(
                flow.name(),
                flow.kind(),
                flow.action(),
                List.of(),
                startNanos,
                stage.clock().getAsLong()));
        String failure = "";
        try (Tasks tasks = new Tasks(stage.cluster(), stage.logs())) {
            drive(tasks);
        } catch (RuntimeException e) {
            failure = String.valueOf(e.getMessage());
            throw e;
        } finally {
            listener.ended(new FaultListener.Ended(flow.name(), stage.clock().getAsLong()));
            List<Evidence> evidence = new ArrayList<>(record.evidence(probes));
            if (!failure.isEmpty()) {
                evidence.add(new Evidence("failed", flow.name(), 1, "flows", failure));
            }
            listener.effect(new FaultListener.Effect(flow.name(), failure.isEmpty() && record.isProved(), evidence));
        }
    }

    private void drive(Tasks tasks) throws InterruptedException {
        try {
            long now = startNanos;
            List<Outcome> outcomes = List.of();
            boolean stopped = false;
            while (!stopped) {
                Interpreter.Orders orders = interpreter.next(now, outcomes);
                outcomes = begin(orders.orders(), now, tasks);
                if (orders.isEnded()) {
                    return;
                }
                if (outcomes.isEmpty()) {
                    Inbox.Wake wake = inbox.await(due(orders));
                    // an outcome may belong to a tick that this flow, being late, has passed already
                    now = wake.nanos() - now > 0 ? wake.nanos() : now;
                    outcomes = wake.outcomes();
                    stopped = wake.isClosed() || now - endNanos >= 0;
                }
            }
            begin(interpreter.stop(now).orders(), now, tasks);
        } finally {
            healAll();
        }
    }

    private long due(Interpreter.Orders orders) {
        return orders.isWaiting() && orders.askAgainNanos() - endNanos < 0 ? orders.askAgainNanos() : endNanos;
    }

    /** Carries out orders up to where only time can bring them on, and returns what has come of them by then. */
    private List<Outcome> begin(List<Order> orders, long now, Tasks tasks) throws InterruptedException {
        List<HeldFault> injecting = new ArrayList<>();
        List<HeldFault> healing = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (Order order : orders) {
            if (order instanceof Order.Inject inject) {
                // what is healed in the same turn came before
                outcomes.addAll(over(healing));
                injecting.add(inject(inject, now));
            } else if (order instanceof Order.Heal heal) {
                HeldFault fault = held(heal.name());
                fault.heal();
                healing.add(fault);
            } else if (order instanceof Order.Run run) {
                tasks.run(run, inbox::put);
            } else if (order instanceof Order.Cancel cancel) {
                tasks.cancel(cancel.name());
            } else if (order instanceof Order.Probe probe) {
                probes.send(probe, inbox::put);
            } else if (order instanceof Order.Note note) {
                record.decided(note, sinceStartMs(now));
            } else {
                throw new IllegalStateException("order that nobody carries out: " + order);
            }
        }
        outcomes.addAll(over(healing));
        for (HeldFault fault : injecting) {
            fault.awaitInjected();
            if (fault.isOneShot()) {
                outcomes.addAll(over(new ArrayList<>(List.of(fault))));
            }
        }
        return outcomes;
    }

    private HeldFault inject(Order.Inject inject, long now) {
        HeldFault fault = HeldFault.start(stage.nemesis(), inject.fault(), now);
        faults.put(fault.name(), fault);
        record.injected(fault, sinceStartMs(now));
        return fault;
    }

    private HeldFault held(String name) {
        HeldFault fault = faults.get(name);
        if (fault == null) {
            throw new IllegalStateException(
                    "flow '" + flow.name() + "' heals '" + name + "', which it has not injected");
        }
        return fault;
    }

    private List<Outcome> over(List<HeldFault> healing) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (HeldFault fault : healing) {
            fault.awaitOver();
            faults.remove(fault.name());
            outcomes.add(new Outcome.Over(fault.name()));
        }
        healing.clear();
        return outcomes;
    }

    private void healAll() throws InterruptedException {
        faults.values().forEach(HeldFault::heal);
        RuntimeException first = null;
        for (HeldFault fault : List.copyOf(faults.values())) {
            try {
                fault.awaitOver();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        faults.clear();
        if (first != null) {
            throw first;
        }
    }

    private long sinceStartMs(long now) {
        return (now - startNanos) / 1_000_000;
    }
}
