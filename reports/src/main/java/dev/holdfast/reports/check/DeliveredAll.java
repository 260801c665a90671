package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.Operation;
import dev.holdfast.reports.run.RunRecord;
import java.util.Set;

/** Each good record whose send was acknowledged reaches a consumer before the end of the run. */
final class DeliveredAll implements Check {
    @Override
    public String id() {
        return "delivered-all";
    }

    @Override
    public String title() {
        return "Each acknowledged good record is delivered";
    }

    @Override
    public void read(History history, RunRecord run, Findings findings) {
        KafkaLedger ledger = KafkaLedger.of(history);
        if (!ledger.isApplicable(findings)) {
            return;
        }
        if (!ledger.isConsumed()) {
            findings.notApplicable("the run has no consumer");
            return;
        }
        Set<String> delivered = ledger.deliveredIds();
        int good = 0;
        for (Operation send : ledger.sends()) {
            if (send.isOk() && !ledger.isPoison(send.input()) && !ledger.isPoison(send.result())) {
                good++;
                if (!delivered.contains(KafkaLedger.id(send))) {
                    findings.violation(
                            "Record " + Words.name(KafkaLedger.id(send)) + " was acknowledged and never delivered.",
                            send);
                }
            }
        }
        findings.figure("acked-good", good, "records");
        findings.figure("undelivered", findings.violationCount(), "records");
    }
}
