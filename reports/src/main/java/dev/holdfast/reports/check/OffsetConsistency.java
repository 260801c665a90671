package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.History.Numbered;
import dev.holdfast.reports.history.Operation;
import dev.holdfast.reports.history.Values;
import dev.holdfast.reports.run.RunRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A place in the topic holds one record, whoever says so; of two sends to a partition, one after the other, the second has the greater offset. */
final class OffsetConsistency implements Check {
    @Override
    public String id() {
        return "offset-consistency";
    }

    @Override
    public String title() {
        return "An offset names one record to everybody, and offsets follow time";
    }

    private record Claimed(String id, Object event) {}

    @Override
    public void read(History history, RunRecord run, Findings findings) {
        KafkaLedger ledger = KafkaLedger.of(history);
        if (!ledger.isApplicable(findings)) {
            return;
        }
        Map<KafkaLedger.Place, Claimed> places = new HashMap<>();
        Map<Long, List<Operation>> partitions = new HashMap<>();
        for (Operation send : ledger.sends()) {
            if (send.isOk() && send.result().has("offset")) {
                one(places, send.result(), KafkaLedger.id(send), send, findings);
                partitions
                        .computeIfAbsent(send.result().number("partition"), p -> new ArrayList<>())
                        .add(send);
            }
        }
        List<Numbered> records = new ArrayList<>(ledger.delivered());
        records.addAll(ledger.finals());
        for (Numbered record : records) {
            Values value = KafkaLedger.value(record);
            one(places, value, value.findText("id").orElse(""), record, findings);
        }
        partitions.values().forEach(sends -> rising(sends, findings));
        findings.figure("offsets", places.size(), "offsets");
    }

    private static void one(
            Map<KafkaLedger.Place, Claimed> places, Values value, String id, Object event, Findings findings) {
        KafkaLedger.Place place = KafkaLedger.place(value);
        Claimed before = id.isEmpty() ? null : places.putIfAbsent(place, new Claimed(id, event));
        if (before != null && !before.id().equals(id)) {
            findings.violation(
                    "Offset " + place.offset() + " of partition " + place.partition() + " was record "
                            + Words.name(before.id()) + " and is record " + Words.name(id) + ".",
                    before.event(),
                    event);
        }
    }

    private static void rising(List<Operation> byCall, Findings findings) {
        List<Operation> byReturn = new ArrayList<>(byCall);
        byReturn.sort(Comparator.comparingLong(Operation::returnedAt));
        Operation highest = null;
        int next = 0;
        for (Operation send : byCall) {
            while (next < byReturn.size() && byReturn.get(next).returnedAt() < send.calledAt()) {
                Operation returned = byReturn.get(next++);
                if (highest == null || offset(returned) > offset(highest)) {
                    highest = returned;
                }
            }
            if (highest != null && offset(send) < offset(highest)) {
                findings.violation(
                        "Record " + Words.name(KafkaLedger.id(send)) + " got offset " + offset(send) + " after offset "
                                + offset(highest) + " of the partition had been acknowledged.",
                        highest,
                        send);
            }
        }
    }

    private static long offset(Operation send) {
        return send.result().number("offset");
    }
}
