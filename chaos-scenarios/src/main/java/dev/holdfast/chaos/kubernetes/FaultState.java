package dev.holdfast.chaos.kubernetes;

/** What is known of a fault that Chaos Mesh was asked for. */
enum FaultState {
    /** Nothing is decided yet. */
    PENDING,
    /** Every record is injected. */
    INJECTED,
    /** Nobody was selected; Chaos Mesh does not try again. */
    NO_TARGET,
    /** The last attempt on some record failed; Chaos Mesh tries again. */
    INJECT_FAILING,
    /** It was stopped, and some record was never injected. */
    STOPPED_BEFORE_INJECTION,
    /** Every record was injected and is no longer. */
    RECOVERED,
    /** The last attempt to recover some record failed; Chaos Mesh tries again, and keeps the object meanwhile. */
    RECOVER_FAILING,
    /** The object does not exist any more. */
    GONE;

    /** Returns whether waiting for an injection would be of no use. */
    boolean endsInjecting() {
        return this != PENDING && this != INJECT_FAILING;
    }
}
