package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.History.Numbered;
import dev.holdfast.reports.history.Values;
import dev.holdfast.reports.run.RunRecord;
import java.util.ArrayList;
import java.util.List;

/** Each record read was sent before, and none whose send certainly failed is there. */
final class Phantom implements Check {
    @Override
    public String id() {
        return "phantom";
    }

    @Override
    public String title() {
        return "Nothing appears that was not sent";
    }

    @Override
    public void read(History history, RunRecord run, Findings findings) {
        KafkaLedger ledger = KafkaLedger.of(history);
        if (!ledger.isApplicable(findings)) {
            return;
        }
        List<Numbered> records = new ArrayList<>(ledger.delivered());
        records.addAll(ledger.finals());
        for (Numbered record : records) {
            Values value = KafkaLedger.value(record);
            if (!ledger.isPoison(value)) {
                judge(ledger, record, value.text("id"), findings);
            }
        }
        findings.figure("records-read", records.size(), "records");
    }

    private static void judge(KafkaLedger ledger, Numbered record, String id, Findings findings) {
        if (!ledger.isSent(id)) {
            findings.violation("Record " + Words.name(id) + " was read, but nobody sent it.", record);
        } else if (ledger.sendOf(id).calledAt() > record.event().t()) {
            findings.violation("Record " + Words.name(id) + " was read before it was sent.", record, ledger.sendOf(id));
        } else if (ledger.sendOf(id).isFail()) {
            findings.violation(
                    "Record " + Words.name(id) + " was read, although its send was reported as certainly failed.",
                    ledger.sendOf(id),
                    record);
        }
    }
}
