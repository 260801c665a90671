package dev.holdfast.chaos.fault.clock;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * A process whose clocks are set. All that is known of earlier shifts is read from the process itself, so several
 * experiments may set the clocks of one process, from several threads: their offsets add up, and each takes its own away.
 */
final class SkewedProcess {

    /** One change at a time: it consists of reading and writing. It takes milliseconds. */
    private static final Object CHANGE = new Object();

    private final long pid;
    private final Vdso kernel;

    /** Takes a process of this machine; throws {@link NotSkewable} when no process of it could be set. */
    SkewedProcess(long pid) {
        this.pid = pid;
        this.kernel = kernels();
    }

    /** Reads the vDSO that every process of this machine gets, in this one. */
    private static Vdso kernels() {
        try (ProcessMemory own = ProcessMemory.open(ProcessHandle.current().pid(), "r")) {
            return Vdso.parse(own.read(own.vdso()));
        }
    }

    /**
     * What was done to the process.
     *
     * @param now      what is in effect since
     * @param bytes    how many bytes were read again and found as they should be
     * @param standing how long the process stood still for it
     */
    record Change(SkewBlock now, int bytes, Duration standing) {}

    long pid() {
        return pid;
    }

    /** Sets clocks; throws {@link NotSkewable} when that is not possible, and the process runs as before. */
    Change add(Shift shift, Signals signals) {
        return change(before -> before.plus(shift), signals);
    }

    /** Takes a shift back; when it was the last, the process has the kernel's own bytes again. */
    Change remove(Shift shift, Signals signals) {
        return change(before -> before.minus(shift), signals);
    }

    private Change change(UnaryOperator<SkewBlock> step, Signals signals) {
        synchronized (CHANGE) {
            try (ProcessMemory memory = ProcessMemory.open(pid, "rw")) {
                ProcessMemory.Range range = memory.vdso();
                SkewBlock next;
                Duration standing;
                try (Standstill still = Standstill.of(pid, range, signals)) {
                    byte[] found = memory.read(range);
                    next = step.apply(kernel.blockIn(found));
                    byte[] wanted = kernel.with(next);
                    memory.write(range, wanted);
                    if (!Arrays.equals(memory.read(range), wanted)) {
                        memory.write(range, found);
                        throw new NotSkewable("what was written to process " + pid + " is not what it holds");
                    }
                    standing = still.lasted();
                }
                return new Change(next, range.length(), standing);
            }
        }
    }

    /** Returns what is in effect now; {@link SkewBlock#NONE} in a program that has begun since. */
    SkewBlock current() {
        try (ProcessMemory memory = ProcessMemory.open(pid, "r")) {
            return kernel.blockIn(memory.read(memory.vdso()));
        }
    }

    /** Returns whether the process is there. */
    boolean isAlive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
