package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of a workflow, that may have others below it. */
public sealed interface Template {

    String name();

    /** Returns how long it may last; what it started ends with it. Null when nothing but itself or its parent ends it. */
    @Nullable
    Duration deadline();

    /** Returns the faults in it, those of its children apart. */
    default List<Fault> faults() {
        return List.of();
    }

    /** Its children one after the other. */
    record Serial(String name, @Nullable Duration deadline, List<String> children) implements Template {
        public Serial {
            children = List.copyOf(children);
        }
    }

    /** Its children at the same time. */
    record Parallel(String name, @Nullable Duration deadline, List<String> children) implements Template {
        public Parallel {
            children = List.copyOf(children);
        }
    }

    /** Nothing, until its deadline. */
    record Suspend(String name, @Nullable Duration deadline) implements Template {}

    /** A fault, until its deadline: one that is over as soon as it is done still holds its place until then. */
    record Chaos(String name, @Nullable Duration deadline, Blueprint blueprint) implements Template {
        @Override
        public List<Fault> faults() {
            return List.of(blueprint.sample());
        }
    }

    /** A schedule, until its deadline. */
    record Recurring(String name, @Nullable Duration deadline, Schedule schedule) implements Template {
        @Override
        public List<Fault> faults() {
            return schedule.faults();
        }
    }

    /**
     * A status check, until it is completed.
     *
     * @param aborts whether the workflow ends with a check that is completed without success
     */
    record Check(String name, @Nullable Duration deadline, StatusCheck check, boolean aborts) implements Template {}

    /** A container that runs to its end, and then every branch whose condition holds, at the same time. */
    record Task(String name, @Nullable Duration deadline, Container container, List<Branch> branches)
            implements Template {
        public Task {
            branches = List.copyOf(branches);
        }
    }

    /** What a task goes on with when a condition holds. */
    record Branch(String target, Expression expression) {}

    /** What a task runs: an image, that stands for a step known here by its name, with what it is given. */
    record Container(String image, List<String> command, List<String> args, Map<String, String> env) {
        public Container {
            command = List.copyOf(command);
            args = List.copyOf(args);
            env = Map.copyOf(env);
        }
    }
}
