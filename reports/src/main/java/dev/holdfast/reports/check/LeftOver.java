package dev.holdfast.reports.check;

import dev.holdfast.reports.history.Event.Noted;
import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.History.Numbered;
import dev.holdfast.reports.run.RunRecord;
import java.util.List;

/**
 * Nothing is left once every client has closed: no session, queue entry or watch at the store, and no thread of the
 * backend in a client.
 */
final class LeftOver implements Check {
    private static final List<String> COUNTED = List.of("sessions", "entries", "watches", "threads");

    @Override
    public String id() {
        return "left-over";
    }

    @Override
    public String title() {
        return "No session, queue entry, watch or thread is left at the end";
    }

    @Override
    public void read(History history, RunRecord run, Findings findings) {
        int looks = 0;
        for (Numbered numbered : history.events()) {
            if (numbered.event() instanceof Noted note && note.f().equals("left-over")) {
                looks++;
                judge(numbered, note, findings);
            }
        }
        if (looks == 0) {
            findings.notApplicable("nobody looked for what is left over");
        }
    }

    private static void judge(Numbered numbered, Noted note, Findings findings) {
        note.value().findText("error").ifPresent(findings::unknown);
        for (String kind : COUNTED) {
            long count = note.value().findNumber(kind).orElse(0);
            if (count > 0) {
                findings.violation(
                        "After every client had closed, " + count + " " + kind + " were left, as " + note.process()
                                + " saw: " + note.value().findText("names").orElse("not named") + ".",
                        numbered);
            }
        }
    }
}
