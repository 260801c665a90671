package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.History.Numbered;
import dev.holdfast.reports.history.Operation;
import dev.holdfast.reports.history.Values;
import dev.holdfast.reports.run.RunRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The time from the first attempt at a poison pill to the delivery of the next good record of its partition. */
final class PoisonBlocking implements Check {
    @Override
    public String id() {
        return "poison-blocking";
    }

    @Override
    public String title() {
        return "A poison pill does not keep the good records behind it waiting";
    }

    @Override
    public void read(History history, RunRecord run, Findings findings) {
        KafkaLedger ledger = KafkaLedger.of(history);
        if (ledger.poisoned().isEmpty() && ledger.poisonAttempts().isEmpty()) {
            findings.notApplicable("the run has no poison pill");
            return;
        }
        Map<KafkaLedger.Place, Numbered> firstAttempts = new HashMap<>();
        for (Numbered attempt : ledger.poisonAttempts()) {
            firstAttempts.putIfAbsent(KafkaLedger.place(KafkaLedger.value(attempt)), attempt);
        }
        long bound = run.scenario().bounds().blockingMsMax().orElse(Long.MAX_VALUE);
        long longest = 0;
        for (Numbered attempt : firstAttempts.values()) {
            longest = Math.max(longest, judge(ledger, attempt, history.endsAt(), bound, findings));
        }
        findings.figure("poison-attempts", ledger.poisonAttempts().size(), "attempts");
        findings.figure("blocking-max", longest / 1e6, "ms");
    }

    private static long judge(KafkaLedger ledger, Numbered attempt, long end, long bound, Findings findings) {
        KafkaLedger.Place pill = KafkaLedger.place(KafkaLedger.value(attempt));
        Numbered next = null;
        for (Numbered record : ledger.delivered()) {
            KafkaLedger.Place place = KafkaLedger.place(KafkaLedger.value(record));
            boolean behind = place.partition() == pill.partition() && place.offset() > pill.offset();
            if (behind && next == null && record.event().t() >= attempt.event().t()) {
                next = record;
            }
        }
        if (next == null && !hasGoodBehind(ledger, pill)) {
            return 0;
        }
        long blocked = (next == null ? end : next.event().t()) - attempt.event().t();
        if (blocked / 1_000_000 > bound) {
            findings.violation(
                    "The poison pill at offset " + pill.offset() + " of partition " + pill.partition()
                            + " kept the good records behind it waiting for " + Words.millis(blocked)
                            + (next == null ? ", to the end of the run" : "") + "; at most " + bound
                            + " ms are allowed.",
                    next == null ? new Object[] {attempt} : new Object[] {attempt, next});
        }
        return blocked;
    }

    private static boolean hasGoodBehind(KafkaLedger ledger, KafkaLedger.Place pill) {
        List<Values> places = new ArrayList<>();
        ledger.sends().stream().filter(Operation::isOk).forEach(send -> places.add(send.result()));
        ledger.finals().forEach(record -> places.add(KafkaLedger.value(record)));
        return places.stream()
                .filter(value -> !ledger.isPoison(value))
                .map(KafkaLedger::place)
                .anyMatch(place -> place.partition() == pill.partition() && place.offset() > pill.offset());
    }
}
