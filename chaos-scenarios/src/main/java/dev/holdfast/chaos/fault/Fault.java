package dev.holdfast.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What breaks: one Chaos Mesh document that can be run locally, as data. */
public sealed interface Fault {

    Metadata metadata();

    Targets targets();

    /** Returns the document's kind. */
    String kind();

    /** Returns the document's action. */
    String action();

    /** Returns how long the document says that the fault lasts; nothing for one that is over as soon as it is done. */
    Optional<Duration> duration();

    /** Returns whether the fault is over as soon as it is done, so that a duration means nothing to it. */
    default boolean isOneShot() {
        return false;
    }

    default String name() {
        return metadata().name();
    }

    /** Pods are ended and come back as new pods. */
    record PodKill(Metadata metadata, Targets targets, Duration gracePeriod) implements Fault {
        @Override
        public String kind() {
            return "PodChaos";
        }

        @Override
        public String action() {
            return "pod-kill";
        }

        @Override
        public Optional<Duration> duration() {
            return Optional.empty();
        }

        @Override
        public boolean isOneShot() {
            return true;
        }
    }

    /** Containers are ended and start again in their pods. */
    record ContainerKill(Metadata metadata, Targets targets, Set<String> containers) implements Fault {
        public ContainerKill {
            containers = Set.copyOf(containers);
        }

        @Override
        public String kind() {
            return "PodChaos";
        }

        @Override
        public String action() {
            return "container-kill";
        }

        @Override
        public Optional<Duration> duration() {
            return Optional.empty();
        }

        @Override
        public boolean isOneShot() {
            return true;
        }
    }

    /**
     * Pods are down for a while.
     *
     * @param span null when the document does not say how long
     */
    record PodFailure(
            Metadata metadata, Targets targets, @Nullable Duration span) implements Fault {
        @Override
        public String kind() {
            return "PodChaos";
        }

        @Override
        public String action() {
            return "pod-failure";
        }

        @Override
        public Optional<Duration> duration() {
            return Optional.ofNullable(span);
        }
    }

    /**
     * Packets between the targets and their peers are dropped.
     *
     * @param span      null when the document does not say how long
     * @param peers     null when the document has no target
     * @param externals addresses and CIDR blocks outside the cluster; with no peers either, all traffic is dropped
     */
    record Partition(
            Metadata metadata,
            Targets targets,
            @Nullable Duration span,
            Direction direction,
            Targets.@Nullable Selected peers,
            List<String> externals)
            implements Fault {

        public Partition {
            externals = List.copyOf(externals);
        }

        /** Returns whether nothing narrows the peers, which means all traffic. */
        boolean isTotal() {
            return peers == null && externals.isEmpty();
        }

        @Override
        public String kind() {
            return "NetworkChaos";
        }

        @Override
        public String action() {
            return "partition";
        }

        @Override
        public Optional<Duration> duration() {
            return Optional.ofNullable(span);
        }
    }

    /** Which packets a partition drops, seen from its targets. */
    enum Direction {
        TO("to"),
        FROM("from"),
        BOTH("both");

        private final String word;

        Direction(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        boolean outward() {
            return this != FROM;
        }

        boolean inward() {
            return this != TO;
        }
    }

    /**
     * A process is sent a signal; one that was stopped continues at recovery.
     *
     * @param span    null when the document does not say how long
     * @param program name of the process, or its id
     */
    record ProcessSignal(
            Metadata metadata, Targets targets, @Nullable Duration span, String program, Signal signal, String recovery)
            implements Fault {
        @Override
        public String kind() {
            return "PhysicalMachineChaos";
        }

        @Override
        public String action() {
            return "process";
        }

        @Override
        public Optional<Duration> duration() {
            return isOneShot() ? Optional.empty() : Optional.ofNullable(span);
        }

        @Override
        public boolean isOneShot() {
            return signal != Signal.STOP;
        }
    }

    /** The signals that Chaos Mesh documents for {@code process}. */
    enum Signal {
        KILL(9),
        TERM(15),
        STOP(19);

        static final int CONTINUE = 18;

        private final int number;

        Signal(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }
}
