package dev.holdfast.chaos.fault.stress;

import dev.holdfast.chaos.cluster.JavaProgram;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.Sidecar;
import dev.holdfast.chaos.fault.AtOnce;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.HealFailed;
import dev.holdfast.chaos.fault.Tools;
import dev.holdfast.spi.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A stressor's program beside one pod. Used by one thread at a time. */
final class RunningStressor {

    private static final Duration READY = Duration.ofSeconds(20);
    private static final Duration FILLED = Duration.ofSeconds(60);
    private static final Duration GONE = Duration.ofSeconds(5);
    /** Shares of what was asked, between which the fault counts as seen. */
    private static final double LEAST = 0.75;

    private static final double MOST = 1.25;
    /** Whatever the competition, this share of what was asked has to be burnt and not only waited for. */
    private static final double LEAST_BURNT = 0.05;

    private final Stressor what;
    private final Pod pod;
    private final String program;
    private final Sidecar sidecar;
    private final Consumption before;
    private final long begunNanos;

    private RunningStressor(Stressor what, Pod pod, String program, Sidecar sidecar) {
        this.what = what;
        this.pod = pod;
        this.program = program;
        this.sidecar = sidecar;
        this.before = Consumption.of(processes());
        this.begunNanos = Ticker.SYSTEM.nanos();
    }

    /** Starts the program and returns when it burdens the machine. */
    static RunningStressor start(Tools tools, Stressor what, Pod pod, String name) {
        Optional<Path> stressNg = StressNg.find();
        boolean isOwn = what instanceof Stressor.Memory || stressNg.isEmpty();
        List<String> command = isOwn ? burner(what) : stressNg(stressNg.orElseThrow(), what);
        Sidecar sidecar = tools.startIn(pod.name(), name, command);
        try {
            String unused = sidecar.await(READY);
            RunningStressor running =
                    new RunningStressor(what, pod, isOwn ? "a program of our own" : "stress-ng", sidecar);
            if (isOwn) {
                unused = sidecar.ask("begin", FILLED);
            }
            return running;
        } catch (RuntimeException e) {
            sidecar.close();
            throw e;
        }
    }

    private static List<String> stressNg(Path program, Stressor what) {
        return what instanceof Stressor.Processors load
                ? StressNg.command(program, load)
                : StressNg.command(program, ((Stressor.Words) what).words());
    }

    private static List<String> burner(Stressor what) {
        if (what instanceof Stressor.Processors load) {
            return JavaProgram.command(
                    BurnerMain.class.getName(),
                    List.of("cpu", String.valueOf(load.workers()), String.valueOf(load.load())));
        }
        if (what instanceof Stressor.Memory memory) {
            String bytes = String.valueOf(memory.size().bytesHere());
            List<String> command = new ArrayList<>(JavaProgram.command(
                    BurnerMain.class.getName(), List.of("memory", bytes, String.valueOf(memory.score()))));
            command.add(1, "-XX:MaxDirectMemorySize=" + bytes);
            return command;
        }
        throw new IllegalStateException("only stress-ng does this: " + what);
    }

    private List<ProcessHandle> processes() {
        return ProcessHandle.of(sidecar.pid()).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
    }

    /** What was seen of a stressor that has ended. */
    record Seen(boolean proved, List<Evidence> evidence) {
        Seen {
            evidence = List.copyOf(evidence);
        }
    }

    /** Measures, ends the program, and looks whether it has gone. */
    Seen end() {
        List<ProcessHandle> processes = processes();
        boolean isAlive = processes.stream().anyMatch(ProcessHandle::isAlive);
        Seen seen = isAlive ? measured(Consumption.of(processes).minus(before)) : lost();
        sidecar.close();
        if (!AtOnce.until(GONE, () -> processes.stream().noneMatch(ProcessHandle::isAlive))) {
            throw new HealFailed("heal stress beside pod '" + pod.name() + "': of the processes "
                    + processes.stream().map(ProcessHandle::pid).toList() + " some are still there");
        }
        return seen;
    }

    private Seen lost() {
        return new Seen(
                false,
                List.of(new Evidence(
                        "fault-lost", pod.name(), 1, "programs", program + " ended before it was told to")));
    }

    private Seen measured(Consumption taken) {
        if (what instanceof Stressor.Memory memory) {
            double share = (double) taken.residentBytes() / memory.size().bytesHere();
            return new Seen(
                    share >= LEAST && share <= MOST,
                    List.of(new Evidence(
                            "memory-taken",
                            pod.name(),
                            taken.residentBytes() / 1e6,
                            "MB",
                            "%s kept %.0f MB resident, %.0f %% of what was asked; %.0f to %.0f %% prove it"
                                    .formatted(
                                            program,
                                            taken.residentBytes() / 1e6,
                                            share * 100,
                                            LEAST * 100,
                                            MOST * 100))));
        }
        if (what instanceof Stressor.Processors load) {
            return measured(taken, load.askedNanos(Ticker.SYSTEM.nanos() - begunNanos));
        }
        return new Seen(
                taken.burntNanos() > 0,
                List.of(burnt(
                        taken, "%s burnt %.2f s of processor time".formatted(program, taken.burntNanos() / 1e9))));
    }

    /** Time in which others had the processors was asked for all the same: the machine is shared, and that is the fault. */
    private Seen measured(Consumption taken, double askedNanos) {
        double burnt = taken.burntNanos() / askedNanos;
        double wanted = (taken.burntNanos() + taken.waitedNanos()) / askedNanos;
        String text = ("%s burnt %.2f s of processor time and waited %.2f s for others, %.2f s were asked; at least"
                        + " %.0f %% burnt or waited for, and %.0f to %.0f %% burnt, prove it")
                .formatted(
                        program,
                        taken.burntNanos() / 1e9,
                        taken.waitedNanos() / 1e9,
                        askedNanos / 1e9,
                        LEAST * 100,
                        LEAST_BURNT * 100,
                        MOST * 100);
        return new Seen(wanted >= LEAST && burnt >= LEAST_BURNT && burnt <= MOST, List.of(burnt(taken, text)));
    }

    private Evidence burnt(Consumption taken, String text) {
        return new Evidence("processor-taken", pod.name(), taken.burntNanos() / 1e9, "s", text);
    }
}
