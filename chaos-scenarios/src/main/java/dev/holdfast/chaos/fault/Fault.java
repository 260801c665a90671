package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.volume.VolumeNeed;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What breaks: one Chaos Mesh document that can be run locally, as data, and how it is put into effect here. */
public interface Fault {

    /** Returns what every fault says of itself. */
    Header header();

    /** Returns what puts the fault into effect on the pods chosen for it; nothing is done yet. */
    Injection injection(Scene scene);

    /** Returns whether the fault is over as soon as it is done, so that a duration means nothing to it. */
    default boolean isOneShot() {
        return false;
    }

    /** Returns what the members' volumes must be made of, from the start of the run, for this fault to be possible. */
    default Set<VolumeNeed> needs() {
        return Set.of();
    }

    /** Returns how long the document says that the fault lasts; nothing for one that is over as soon as it is done. */
    default Optional<Duration> duration() {
        return isOneShot() ? Optional.empty() : Optional.ofNullable(header().span());
    }

    /** Returns the programs that it is made with, beside what every run needs. */
    default Set<String> programs() {
        return Set.of();
    }

    default String kind() {
        return header().kind();
    }

    default String action() {
        return header().action();
    }

    default Metadata metadata() {
        return header().metadata();
    }

    default Targets targets() {
        return header().targets();
    }

    default String name() {
        return metadata().name();
    }
}
