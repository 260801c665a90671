package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History;
import dev.holdfast.reports.run.RunRecord;

/** One rule. */
interface Check {
    /** Returns the id by which scenarios and reports name the check. */
    String id();

    /** Returns the rule in a few words. */
    String title();

    /** Reads the history and adds what it finds. */
    void read(History history, RunRecord run, Findings findings);
}
