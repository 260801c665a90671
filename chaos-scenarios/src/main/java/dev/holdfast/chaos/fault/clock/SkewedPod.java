package dev.holdfast.chaos.fault.clock;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.AtOnce;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.HealFailed;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The processes of one pod whose clocks one fault sets, and what is seen of it. */
final class SkewedPod {

    private static final Duration ENDING = Duration.ofSeconds(1);

    private final Pod pod;
    private final long main;
    private final Shift shift;
    private final Signals signals;
    private final List<Evidence> evidence;
    private final List<Long> ids;
    /** Those whose clocks were set. */
    private final Map<Long, SkewedProcess> processes = new LinkedHashMap<>();

    private final WallClock clock;
    private final ClockWatch watch;
    private boolean isLost;

    /**
     * Takes the processes of a pod; nothing is done to them yet.
     *
     * @param main the pod's main process
     * @param ids  those whose clocks are to be set; the first of them is watched
     */
    SkewedPod(Pod pod, long main, List<Long> ids, Shift shift, Signals signals, List<Evidence> evidence) {
        this.pod = pod;
        this.main = main;
        this.shift = shift;
        this.signals = signals;
        this.evidence = evidence;
        this.ids = List.copyOf(ids);
        Duration own = shift.of(ClockId.CLOCK_REALTIME);
        this.clock = own.isZero()
                ? new WallClock.None("only CLOCK_REALTIME can be read from outside, and it was not shifted")
                : WallClock.of(pod, ids.get(0), signals);
        this.watch = new ClockWatch(new SkewedProcess(ids.get(0)), clock, own);
    }

    Pod pod() {
        return pod;
    }

    long main() {
        return main;
    }

    /** Sets the clocks of all; when that fails for one, of none. */
    void begin() {
        try {
            for (long id : ids) {
                SkewedProcess process = new SkewedProcess(id);
                SkewedProcess.Change change = process.add(shift, signals);
                processes.put(id, process);
                note(
                        "clock-set",
                        change.standing().toNanos() / 1e6,
                        "ms",
                        "process " + id + " stood still for it; shifts in effect: "
                                + change.now().shifts() + ", of CLOCK_REALTIME together "
                                + change.now().realtime().toMillis() + " ms");
            }
        } catch (NotSkewable e) {
            processes.values().forEach(this::takeBack);
            throw e;
        }
    }

    /** Asks the first process for its time. */
    void look() {
        if (isLost) {
            return;
        }
        try {
            watch.look();
        } catch (NotSkewable e) {
            lose("at a look: " + e.getMessage());
        }
    }

    /** Notes that the processes have gone, and their clocks with them. */
    void lose(String when) {
        if (!isLost) {
            isLost = true;
            note("fault-lost", 1, "pods", "fault lost " + when);
        }
    }

    boolean isProved() {
        return watch.isProved();
    }

    /** Takes the shift back from each process; throws {@link HealFailed} when that is not possible, after trying all. */
    void end() {
        if (!watch.isProved()) {
            look();
        }
        note("clock-offset", watch.middleMs(), "ms", watch.text());
        ProcessHandle.of(main).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .filter(id -> !processes.containsKey(id))
                .map(SkewedProcess::new)
                .filter(SkewedPod::isSet)
                .forEach(child -> processes.put(child.pid(), child));
        Each.of(processes.values(), this::takeBack);
    }

    /** Returns whether the process has a shift: one that was forked off meanwhile has got its parent's. */
    private static boolean isSet(SkewedProcess process) {
        try {
            return !process.current().isNone();
        } catch (NotSkewable e) {
            return false;
        }
    }

    private void takeBack(SkewedProcess process) {
        try {
            if (process.current().isNone()) {
                return;
            }
            SkewedProcess.Change change = process.remove(shift, signals);
            String rest = change.now().isNone()
                    ? "equal those of the kernel"
                    : "hold " + change.now().shifts() + " other shifts, of CLOCK_REALTIME together "
                            + change.now().realtime().toMillis() + " ms";
            note("vdso-bytes", change.bytes(), "bytes", "read again in process " + process.pid() + ": they " + rest);
        } catch (NotSkewable e) {
            if (!AtOnce.until(ENDING, () -> !process.isAlive())) {
                throw new HealFailed("heal clock of pod '" + pod.name() + "': " + e.getMessage(), e);
            }
        }
    }

    /** Looks whether the first process tells the right time again; throws {@link HealFailed} when it does not. */
    void lookAfter() {
        try (clock) {
            if (!isLost) {
                awaitRightTime();
            }
        } catch (NotSkewable e) {
            lose("after healing: " + e.getMessage());
        } catch (IOException e) {
            throw new HealFailed("heal clock of pod '" + pod.name() + "': what asked for its time is left", e);
        }
    }

    private void awaitRightTime() {
        ClockWatch after = watch.after();
        boolean wrong = after.isWrongToTheEnd();
        note("clock-offset-after", after.middleMs(), "ms", "after healing " + after.text());
        if (wrong) {
            throw new HealFailed("heal clock of pod '" + pod.name() + "': " + after.text());
        }
    }

    private void note(String what, double figure, String unit, String text) {
        evidence.add(new Evidence(what, pod.name(), figure, unit, text));
    }
}
