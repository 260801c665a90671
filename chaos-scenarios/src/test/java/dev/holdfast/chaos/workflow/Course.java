package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.Metadata;
import dev.holdfast.chaos.fault.Scene;
import dev.holdfast.chaos.fault.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Carries out an interpreter's orders in no time, on virtual time, and writes them down by the second. */
final class Course {

    /** A fault of which nothing is real but its name and its length. */
    record Pretended(Header header, boolean isOneShot) implements Fault {
        @Override
        public Injection injection(Scene scene) {
            throw new UnsupportedOperationException("a pretended fault is not injected");
        }
    }

    private static final long SECOND = 1_000_000_000L;
    private static final long START = Long.MAX_VALUE - 5 * SECOND;

    final List<String> lines = new ArrayList<>();
    private final Interpreter interpreter;
    private final Function<String, Boolean> answers;
    private final List<Outcome> outcomes = new ArrayList<>();
    private int exitCode = 0;
    private boolean ended;

    private Course(Interpreter interpreter, Function<String, Boolean> answers) {
        this.interpreter = interpreter;
        this.answers = answers;
    }

    static Course of(Workflow workflow) {
        return new Course(Interpreter.of(workflow, Interpreter.ORIGIN, START), name -> true);
    }

    static Course of(Schedule schedule) {
        return new Course(Interpreter.of(schedule, Interpreter.ORIGIN, START), name -> true);
    }

    static Course of(Workflow workflow, Function<String, Boolean> answers) {
        return new Course(Interpreter.of(workflow, Interpreter.ORIGIN, START), answers);
    }

    static Blueprint fault(String name, boolean isOneShot, @Nullable Duration span) {
        Function<Metadata, Fault> made = metadata -> new Pretended(
                new Header("PodChaos", "pretended", metadata, new Targets.Addressed(Set.of()), span), isOneShot);
        return new Blueprint(made.apply(new Metadata(name, Metadata.HOME, Map.of(), Map.of())), made);
    }

    /** Lets tasks end with this exit code; a negative one lets them never end. */
    Course exitCode(int code) {
        exitCode = code;
        return this;
    }

    /** Runs until the end or the given second, and returns what was ordered. */
    List<String> until(int seconds) {
        long now = START;
        while (!ended && now - START <= seconds * SECOND) {
            List<Outcome> known = List.copyOf(outcomes);
            outcomes.clear();
            Interpreter.Orders orders = interpreter.next(now, known);
            long at = (now - START) / SECOND;
            orders.orders().forEach(order -> carryOut(order, at));
            ended = orders.isEnded();
            if (ended) {
                lines.add(at + " end");
            } else if (outcomes.isEmpty()) {
                if (!orders.isWaiting()) {
                    break;
                }
                now = orders.askAgainNanos();
            }
        }
        return lines;
    }

    private void carryOut(Order order, long at) {
        if (order instanceof Order.Inject inject) {
            lines.add(at + " inject " + inject.fault().name());
            if (inject.fault().isOneShot()) {
                outcomes.add(new Outcome.Over(inject.fault().name()));
            }
        } else if (order instanceof Order.Heal heal) {
            lines.add(at + " heal " + heal.name());
            outcomes.add(new Outcome.Over(heal.name()));
        } else if (order instanceof Order.Run run) {
            lines.add(at + " run " + run.name());
            if (exitCode >= 0) {
                outcomes.add(new Outcome.Finished(run.name(), new TaskResult(exitCode, "out\n")));
            }
        } else if (order instanceof Order.Cancel cancel) {
            lines.add(at + " cancel " + cancel.name());
        } else if (order instanceof Order.Probe probe) {
            lines.add(at + " probe " + probe.name());
            outcomes.add(new Outcome.Probed(probe.name(), answers.apply(probe.name())));
        }
    }
}
