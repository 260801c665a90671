package dev.holdfast.zookeeper;

/** What an operation may have done when its answer is lost. */
enum Effect {
    /** Nothing: it only reads. */
    READ,
    /** It may have been applied, and stays so. */
    WRITE,
    /** It may have been applied, and is undone when its session ends. */
    SESSION_WRITE
}
