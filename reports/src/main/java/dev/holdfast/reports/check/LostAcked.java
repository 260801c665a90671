package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.Operation;
import dev.holdfast.reports.run.RunRecord;
import java.util.Set;

/** Each record whose send was acknowledged is in the final full read of the topic. */
final class LostAcked implements Check {
    @Override
    public String id() {
        return "lost-acked";
    }

    @Override
    public String title() {
        return "No acknowledged record is lost";
    }

    @Override
    public void read(History history, RunRecord run, Findings findings) {
        KafkaLedger ledger = KafkaLedger.of(history);
        if (!ledger.isApplicable(findings) || !ledger.isFinalReadComplete(findings)) {
            return;
        }
        Set<String> kept = ledger.finalIds();
        int acked = 0;
        for (Operation send : ledger.sends()) {
            if (send.isOk()) {
                acked++;
                if (!kept.contains(KafkaLedger.id(send))) {
                    findings.violation(
                            "Record " + Words.name(KafkaLedger.id(send)) + " was acknowledged at "
                                    + send.result().words() + " and is not in the topic at the end.",
                            send);
                }
            }
        }
        findings.figure("acked", acked, "records");
        findings.figure("lost", findings.violationCount(), "records");
    }
}
