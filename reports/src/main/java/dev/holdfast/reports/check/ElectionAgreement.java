package dev.holdfast.reports.check;

import dev.holdfast.reports.history.Event.Noted;
import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.History.Numbered;
import dev.holdfast.reports.history.Operation;
import dev.holdfast.reports.history.Values;
import dev.holdfast.reports.run.RunRecord;
import java.util.HashMap;
import java.util.Map;

/** A token names one leader to everybody, and no observer goes back to an older one. */
final class ElectionAgreement implements Check {
    private record Term(String subject, long token) {}

    private record Claimed(String leader, Object event) {}

    @Override
    public String id() {
        return "election-agreement";
    }

    @Override
    public String title() {
        return "Everybody names the same leader for a token, and never goes back";
    }

    @Override
    public void read(History history, RunRecord run, Findings findings) {
        Map<Term, Claimed> leaders = new HashMap<>();
        Map<String, Numbered> latest = new HashMap<>();
        int observations = 0;
        for (Operation operation : Recipes.operations(history, "election")) {
            if (operation.is("campaign") && operation.isOk()) {
                agree(leaders, operation.subject(), operation.result(), "holder", operation, findings);
            }
        }
        for (Numbered numbered : history.events()) {
            if (numbered.event() instanceof Noted note
                    && note.f().equals("observed")
                    && note.subject().startsWith("election:")
                    && note.value().has("token")) {
                observations++;
                agree(leaders, note.subject(), note.value(), "leader", numbered, findings);
                Numbered before = latest.put(note.process() + ' ' + note.subject(), numbered);
                if (before != null && token(before) > note.value().number("token")) {
                    findings.violation(
                            Words.name(note.process()) + " saw token "
                                    + note.value().number("token") + " of " + Words.name(note.subject())
                                    + " after it had seen token " + token(before) + ".",
                            before,
                            numbered);
                }
            }
        }
        if (leaders.isEmpty()) {
            findings.notApplicable("the run has no leader");
        }
        findings.figure("leaders", leaders.size(), "tokens");
        findings.figure("observations", observations, "notes");
    }

    private static void agree(
            Map<Term, Claimed> leaders, String subject, Values value, String field, Object event, Findings findings) {
        String leader = value.findText(field).orElse("");
        if (leader.isEmpty()) {
            return;
        }
        Claimed before = leaders.putIfAbsent(new Term(subject, value.number("token")), new Claimed(leader, event));
        if (before != null && !before.leader().equals(leader)) {
            findings.violation(
                    "Token " + value.number("token") + " of " + Words.name(subject) + " names two leaders: "
                            + Words.name(before.leader()) + " and " + Words.name(leader) + ".",
                    before.event(),
                    event);
        }
    }

    private static long token(Numbered observed) {
        return ((Noted) observed.event()).value().number("token");
    }
}
