package dev.holdfast.chaos.wire;

import java.util.List;
import java.util.stream.Stream;

/** Something that a client does, of which each reply is lost in turn. */
interface Operation {

    /** Returns all that are tried. */
    static List<Operation> all() {
        return Stream.<Operation[]>of(ConnectionOperation.values(), LockOperation.values(), ConfigOperation.values())
                .flatMap(Stream::of)
                .toList();
    }

    String name();

    /** Does what comes before, while nothing is lost yet. */
    void prepare(LossScene scene) throws InterruptedException;

    /** Does it, up to its end. */
    Object run(LossScene scene) throws InterruptedException;

    /** Returns whether the operation, or its client, may have ended before a message comes, so that it may not come. */
    default boolean mayOutrun(Request.Role role) {
        return false;
    }

    /** Checks what was told against what the store has, and that the next one is served. */
    void verify(LossScene scene, Outcome outcome) throws InterruptedException;
}
