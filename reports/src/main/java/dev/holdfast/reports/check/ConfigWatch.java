package dev.holdfast.reports.check;

import dev.holdfast.reports.check.ConfigLedger.Watcher;
import dev.holdfast.reports.history.Event.Noted;
import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.History.Numbered;
import dev.holdfast.reports.history.Operation;
import dev.holdfast.reports.run.RunRecord;
import dev.holdfast.reports.run.WatchClaim;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** Watchers see only what was put, in order, and end on the value that a linearizable read returns. */
final class ConfigWatch implements Check {
    @Override
    public String id() {
        return "config-watch";
    }

    @Override
    public String title() {
        return "Watchers see only real values, in order, and always the last one";
    }

    @Override
    public void read(History history, RunRecord run, Findings findings) {
        ConfigLedger ledger = ConfigLedger.of(history);
        if (ledger.puts().isEmpty() && ledger.watchers().isEmpty()) {
            findings.notApplicable("the run has no config");
            return;
        }
        Histogram lag = new Histogram(3);
        int events = 0;
        long coalesced = 0;
        for (Watcher watcher : ledger.watchers()) {
            events += watcher.seen().size();
            rising(watcher, findings);
            real(watcher, ledger, lag, findings);
            last(watcher, ledger, findings);
            coalesced += missed(watcher, ledger, run.watchClaim(), findings);
        }
        findings.figure("watchers", ledger.watchers().size(), "watchers");
        findings.figure("events", events, "notes");
        findings.figure("coalesced", coalesced, "values");
        findings.figure("lag-p50", lag.getValueAtPercentile(50) / 1e3, "ms");
        findings.figure("lag-p99", lag.getValueAtPercentile(99) / 1e3, "ms");
    }

    private static void rising(Watcher watcher, Findings findings) {
        Numbered before = null;
        for (Numbered seen : watcher.seen()) {
            if (before != null && !note(seen).value().isSet("epochChanged") && revision(seen) <= revision(before)) {
                findings.violation(
                        Words.name(watcher.process()) + " saw revision " + revision(seen) + " of "
                                + Words.name(watcher.subject()) + " after revision " + revision(before) + ".",
                        before,
                        seen);
            }
            before = seen;
        }
    }

    private static void real(Watcher watcher, ConfigLedger ledger, Histogram lag, Findings findings) {
        for (Numbered seen : watcher.seen()) {
            if (!ConfigLedger.isPresent(note(seen).value())) {
                continue;
            }
            String value = note(seen).value().text("value");
            Operation put = ledger.putOf(watcher.subject(), value).orElse(null);
            if (put == null || put.calledAt() > seen.event().t()) {
                findings.violation(
                        Words.name(watcher.process()) + " saw the value " + Words.name(value) + " of "
                                + Words.name(watcher.subject()) + " that nobody had put.",
                        seen);
            } else {
                long from = put.isOk() ? put.returnedAt() : put.calledAt();
                lag.recordValue(Math.max(0, seen.event().t() - from) / 1000);
            }
        }
    }

    private static void last(Watcher watcher, ConfigLedger ledger, Findings findings) {
        Operation read = watcher.finalRead().orElse(null);
        if (read == null || !read.isOk()) {
            findings.unknown("watcher " + watcher.process() + " has no final read that answered");
            return;
        }
        if (watcher.seen().isEmpty()) {
            if (ConfigLedger.isPresent(read.result())) {
                findings.violation(
                        Words.name(watcher.process()) + " never saw a value of " + Words.name(watcher.subject())
                                + ", but reads one at the end.",
                        read);
            }
        } else {
            Numbered lastSeen = watcher.seen().get(watcher.seen().size() - 1);
            if (!ConfigLedger.content(note(lastSeen).value()).equals(ConfigLedger.content(read.result()))) {
                findings.violation(
                        Words.name(watcher.process()) + " still had "
                                + ConfigLedger.content(note(lastSeen).value()) + " of " + Words.name(watcher.subject())
                                + " at the end, while a read returned " + ConfigLedger.content(read.result()) + ".",
                        lastSeen,
                        read);
            }
        }
        fresh(watcher, read, ledger, findings);
    }

    /** The final read returns no value that an acknowledged put had replaced before it was called. */
    private static void fresh(Watcher watcher, Operation read, ConfigLedger ledger, Findings findings) {
        Operation newest =
                ledger.newestAcked(watcher.subject(), read.calledAt()).orElse(null);
        if (newest == null) {
            return;
        }
        boolean absent = !ConfigLedger.isPresent(read.result());
        Operation source = absent
                ? null
                : ledger.putOf(watcher.subject(), read.result().text("value")).orElse(null);
        if (absent || source == null || source.returnedAt() < newest.calledAt()) {
            findings.violation(
                    "The final read of " + Words.name(watcher.process()) + " returned "
                            + ConfigLedger.content(read.result()) + " of " + Words.name(watcher.subject())
                            + ", although a later put of "
                            + Words.name(newest.input().text("value"))
                            + " had been acknowledged.",
                    newest,
                    read);
        }
    }

    private static long missed(Watcher watcher, ConfigLedger ledger, WatchClaim claim, Findings findings) {
        if (watcher.seen().isEmpty()) {
            return 0;
        }
        Set<String> values = new HashSet<>();
        watcher.seen().forEach(seen -> note(seen).value().findText("value").ifPresent(values::add));
        long first = revision(watcher.seen().get(0));
        long last = revision(watcher.seen().get(watcher.seen().size() - 1));
        List<Operation> missed = new ArrayList<>();
        for (Operation put : ledger.puts()) {
            if (put.isOk() && put.subject().equals(watcher.subject())) {
                long revision = put.result().number("revision");
                if (revision > first
                        && revision < last
                        && !values.contains(put.input().text("value"))) {
                    missed.add(put);
                }
            }
        }
        if (claim == WatchClaim.EVERY && !missed.isEmpty()) {
            findings.violation(
                    Words.name(watcher.process()) + " missed " + missed.size() + " acknowledged values of "
                            + Words.name(watcher.subject()) + " between the first and the last it saw.",
                    missed.stream().limit(8).toArray());
        }
        return missed.size();
    }

    private static Noted note(Numbered seen) {
        return (Noted) seen.event();
    }

    private static long revision(Numbered seen) {
        return note(seen).value().number("revision");
    }
}
