package dev.holdfast.reports.run;

/** What a run showed, in one word. */
public enum VerdictWord {
    HOLDS("The claim held: every check passed, while the fault was proved to act and work was done."),
    VIOLATED("The claim is broken: at least one check found events that contradict it. They are shown below."),
    CAUGHT("A control: a setting known to be unsafe was run on purpose, and the suite saw the damage, as it must."),
    MISSED("A control that was not caught: a setting known to be unsafe ran and no check saw damage. "
            + "Until that is explained, the passes of this suite prove nothing."),
    DEGRADED(
            "Nothing unsafe happened, but the system stood still for longer, or worked slower, than its bound allows."),
    VACUOUS("The run proves nothing: the fault did not act, or too little work was done to see anything."),
    UNKNOWN("A check could not decide, for the reason given. An undecided run is not a pass."),
    ERROR("The harness failed, so the history cannot be trusted.");

    private final String meaning;

    VerdictWord(String meaning) {
        this.meaning = meaning;
    }

    /** Returns what the word means, for a reader who has never seen it. */
    public String meaning() {
        return meaning;
    }
}
