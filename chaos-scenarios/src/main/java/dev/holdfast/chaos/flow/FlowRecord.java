package dev.holdfast.chaos.flow;

import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.FaultListener;
import dev.holdfast.chaos.workflow.Order;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a flow did, in the order in which it did it. Used by one thread. */
final class FlowRecord {

    private static final int TOLD_MAX = 8;

    private record Injected(HeldFault fault, long atMs) {}

    private final String flow;
    private final List<Injected> injected = new ArrayList<>();
    private final Map<Order.Decision, List<String>> decisions = new EnumMap<>(Order.Decision.class);

    FlowRecord(String flow) {
        this.flow = flow;
    }

    void injected(HeldFault fault, long atMs) {
        injected.add(new Injected(fault, atMs));
    }

    void decided(Order.Note note, long atMs) {
        decisions
                .computeIfAbsent(note.decision(), decision -> new ArrayList<>())
                .add(note.text() + " at " + atMs + " ms");
    }

    /** Returns whether something was injected, and each fault was seen to do what it is for. */
    boolean isProved() {
        return !injected.isEmpty() && proved() == injected.size();
    }

    private long proved() {
        return injected.stream()
                .filter(one ->
                        one.fault().effect().map(FaultListener.Effect::proved).orElse(false))
                .count();
    }

    List<Evidence> evidence(Probes probes) {
        List<Evidence> evidence = new ArrayList<>();
        List<String> times = injected.stream()
                .map(one -> one.fault().name() + " at " + one.atMs() + " ms")
                .toList();
        evidence.add(new Evidence("faults-injected", flow, injected.size(), "faults", told(times)));
        evidence.add(new Evidence(
                "faults-proved", flow, proved(), "faults", "each by its own measure, of " + injected.size()));
        decisions.forEach((decision, texts) ->
                evidence.add(new Evidence(decision.word(), flow, texts.size(), decision.unit(), told(texts))));
        if (probes.sent() > 0) {
            evidence.add(new Evidence(
                    "requests-good", flow, probes.good(), "requests", "of " + probes.sent() + " requests sent"));
        }
        injected.forEach(one -> evidence.add(own(one.fault())));
        return evidence;
    }

    private static Evidence own(HeldFault fault) {
        boolean proved = fault.effect().map(FaultListener.Effect::proved).orElse(false);
        String texts = fault.effect().map(FaultListener.Effect::evidence).orElse(List.of()).stream()
                .map(Evidence::text)
                .collect(Collectors.joining("; "));
        return new Evidence(
                "fault-proved", fault.name(), proved ? 1 : 0, "faults", (proved ? "" : "NOT proved: ") + texts);
    }

    private static String told(List<String> texts) {
        return texts.size() <= TOLD_MAX
                ? String.join(", ", texts)
                : String.join(", ", texts.subList(0, TOLD_MAX)) + " and " + (texts.size() - TOLD_MAX) + " more";
    }
}
