package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.History.Numbered;
import dev.holdfast.reports.history.Values;
import dev.holdfast.reports.run.RunRecord;
import java.util.HashSet;
import java.util.Set;

/** The dead-letter topic names the source of each poison pill that was written, and of no good record. */
final class DeadLetterComplete implements Check {
    @Override
    public String id() {
        return "dead-letter-complete";
    }

    @Override
    public String title() {
        return "Each poison pill, and nothing else, is in the dead-letter topic";
    }

    @Override
    public void read(History history, RunRecord run, Findings findings) {
        KafkaLedger ledger = KafkaLedger.of(history);
        if (ledger.poisoned().isEmpty() && ledger.deadLetters().isEmpty()) {
            findings.notApplicable("the run has no poison pill");
            return;
        }
        if (!ledger.isFinalReadComplete(findings)) {
            return;
        }
        Set<KafkaLedger.Place> kept = new HashSet<>();
        for (Numbered letter : ledger.deadLetters()) {
            KafkaLedger.Place source = source(letter);
            kept.add(source);
            if (!ledger.isPoisonPlace(source)) {
                findings.violation(
                        "The dead-letter topic holds offset " + source.offset() + " of partition " + source.partition()
                                + ", which is no poison pill.",
                        letter);
            }
        }
        for (Numbered pill : ledger.poisoned()) {
            KafkaLedger.Place place = KafkaLedger.place(KafkaLedger.value(pill));
            if (!kept.contains(place)) {
                findings.violation(
                        "The poison pill at offset " + place.offset() + " of partition " + place.partition()
                                + " is not in the dead-letter topic.",
                        pill);
            }
        }
        findings.figure("poison-pills", ledger.poisoned().size(), "records");
        findings.figure("dead-letters", ledger.deadLetters().size(), "records");
    }

    private static KafkaLedger.Place source(Numbered letter) {
        Values value = KafkaLedger.value(letter);
        return new KafkaLedger.Place(value.number("sourcePartition"), value.number("sourceOffset"));
    }
}
