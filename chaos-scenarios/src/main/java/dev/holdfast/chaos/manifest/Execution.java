package dev.holdfast.chaos.manifest;

/**
 * Whether and how the local executor runs a document.
 *
 * @param remark what is different or missing, or why it is not run; empty for {@link Fidelity#EXACT}
 */
public record Execution(Fidelity fidelity, String remark) {

    /** How close the local execution comes to what Chaos Mesh does. */
    public enum Fidelity {
        /** The same observable behaviour. */
        EXACT("exact"),
        /** The same distribution of effects, through another mechanism. */
        EQUIVALENT("equivalent"),
        /** Less than Chaos Mesh does. */
        PARTIAL("partial"),
        /** Not run. */
        NO("no");

        private final String word;

        Fidelity(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public Execution {
        if (remark.isEmpty() != (fidelity == Fidelity.EXACT)) {
            throw new IllegalArgumentException(
                    "remark: must be given unless the execution is exact, given '" + remark + "' with " + fidelity);
        }
    }

    static Execution exact() {
        return new Execution(Fidelity.EXACT, "");
    }

    static Execution equivalent(String how) {
        return new Execution(Fidelity.EQUIVALENT, how);
    }

    static Execution partial(String missing) {
        return new Execution(Fidelity.PARTIAL, missing);
    }

    static Execution no(String reason) {
        return new Execution(Fidelity.NO, reason);
    }

    public boolean isRun() {
        return fidelity != Fidelity.NO;
    }

    @Override
    public String toString() {
        return remark.isEmpty() ? fidelity.word() : fidelity.word() + ": " + remark;
    }
}
