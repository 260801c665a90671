package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.History.Numbered;
import dev.holdfast.reports.run.RunRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** No record stands at two offsets. Delivering one offset again is counted, but allowed: delivery is at least once. */
final class Duplicates implements Check {
    @Override
    public String id() {
        return "duplicates";
    }

    @Override
    public String title() {
        return "No record is written twice";
    }

    @Override
    public void read(History history, RunRecord run, Findings findings) {
        KafkaLedger ledger = KafkaLedger.of(history);
        if (!ledger.isApplicable(findings)) {
            return;
        }
        ledger.isFinalReadComplete(findings);
        Map<String, Numbered> seen = new HashMap<>();
        for (Numbered record : ledger.finals()) {
            String id = KafkaLedger.value(record).findText("id").orElse("");
            Numbered before = id.isEmpty() ? null : seen.putIfAbsent(id, record);
            if (before != null) {
                findings.violation(
                        "Record " + Words.name(id) + " stands in the topic twice.",
                        ledger.isSent(id) ? ledger.sendOf(id) : before,
                        before,
                        record);
            }
        }
        Set<KafkaLedger.Place> places = new HashSet<>();
        long again = ledger.delivered().stream()
                .filter(record -> !places.add(KafkaLedger.place(KafkaLedger.value(record))))
                .count();
        findings.figure("duplicates", findings.violationCount(), "records");
        findings.figure("delivered-again", again, "deliveries");
    }
}
