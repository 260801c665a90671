package dev.holdfast.chaos.manifest;

/** A rule between the fields of one mapping, each of which has its shape already. */
@FunctionalInterface
interface Rule {

    /** Throws {@link dev.holdfast.chaos.document.DocumentException} when the rule is broken. */
    void check(Values values);
}
