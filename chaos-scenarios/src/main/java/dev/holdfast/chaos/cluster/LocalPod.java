package dev.holdfast.chaos.cluster;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One pod on this machine: its identity, its one process, and what was done to it. Actions on one pod come one at a time. */
final class LocalPod {

    /** Starts the pod's process, on a thread that outlives it. */
    interface Starter {
        Process start(LocalPod pod);
    }

    private final String namespace;
    private final String name;
    private final String address;
    private final Launch launch;
    private final Starter starter;

    /** Held over a whole action, which ends and starts processes: a second action must find the first one done. */
    private final ReentrantLock action = new ReentrantLock();

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<String, String> labels;

    @GuardedBy("lock")
    private String uid = UUID.randomUUID().toString();

    // null before the first start
    @GuardedBy("lock")
    private @Nullable Process process;

    @GuardedBy("lock")
    private boolean heldDown;

    /** False while nobody meant the process to end. */
    @GuardedBy("lock")
    private boolean endExpected;

    LocalPod(
            String namespace, String name, String address, Map<String, String> labels, Launch launch, Starter starter) {
        this.namespace = namespace;
        this.name = name;
        this.address = address;
        this.labels = new TreeMap<>(labels);
        this.launch = launch;
        this.starter = starter;
    }

    String name() {
        return name;
    }

    Launch launch() {
        return launch;
    }

    Pod snapshot() {
        synchronized (lock) {
            boolean alive = process != null && process.isAlive();
            String phase = alive ? "Running" : process == null || heldDown ? "Pending" : "Failed";
            return new Pod(namespace, name, uid, address, phase, labels, Map.of(), List.of(launch.container()));
        }
    }

    void label(String key, String value) {
        synchronized (lock) {
            labels.put(key, value);
        }
    }

    ProcessState state() {
        return Processes.state(current());
    }

    OptionalLong pid() {
        Process now = current();
        return now == null || !now.isAlive() ? OptionalLong.empty() : OptionalLong.of(now.pid());
    }

    @Nullable
    Process current() {
        synchronized (lock) {
            return process;
        }
    }

    /** Returns the process that ended though nobody asked it to, once. */
    @Nullable
    Process unexpectedlyEnded() {
        synchronized (lock) {
            if (process == null || process.isAlive() || endExpected) {
                return null;
            }
            endExpected = true;
            return process;
        }
    }

    void start() {
        action.lock();
        try {
            startLocked();
        } finally {
            action.unlock();
        }
    }

    /** Ends the process, calls {@code between} with the new identity, and starts it again unless it is held down. */
    void replace(Duration grace, Consumer<Pod> between) {
        action.lock();
        try {
            endLocked(grace);
            synchronized (lock) {
                uid = UUID.randomUUID().toString();
            }
            between.accept(snapshot());
            if (!isHeldDown()) {
                startLocked();
            }
        } finally {
            action.unlock();
        }
    }

    /** Ends the process and starts it again as the same pod. */
    void restart(Duration grace) {
        action.lock();
        try {
            endLocked(grace);
            if (!isHeldDown()) {
                startLocked();
            }
        } finally {
            action.unlock();
        }
    }

    void holdDown() {
        action.lock();
        try {
            setHeldDown(true);
            endLocked(Duration.ZERO);
        } finally {
            action.unlock();
        }
    }

    void release() {
        action.lock();
        try {
            if (isHeldDown()) {
                setHeldDown(false);
                startLocked();
            }
        } finally {
            action.unlock();
        }
    }

    void signal(String processName, int signal) {
        action.lock();
        try {
            Process now = current();
            if (now == null || !now.isAlive()) {
                throw new ClusterException("signal " + signal + " to pod '" + name + "': it has no process now");
            }
            if (!Processes.isNamed(now, launch, processName)) {
                throw new ClusterException("signal " + signal + " to process '" + processName + "' of pod '" + name
                        + "': no such process; it runs '" + launch.container() + "' (" + launch.program() + ", process "
                        + now.pid() + ")");
            }
            if (signal == 9 || signal == 15) {
                expectEnd();
            }
            Processes.signal(now, signal);
        } finally {
            action.unlock();
        }
    }

    void end(Duration grace) {
        action.lock();
        try {
            endLocked(grace);
        } finally {
            action.unlock();
        }
    }

    private void startLocked() {
        Process started = starter.start(this);
        synchronized (lock) {
            process = started;
            endExpected = false;
        }
    }

    private void endLocked(Duration grace) {
        expectEnd();
        Process now = current();
        if (now != null) {
            Processes.end(now, grace);
        }
    }

    private void expectEnd() {
        synchronized (lock) {
            endExpected = true;
        }
    }

    private boolean isHeldDown() {
        synchronized (lock) {
            return heldDown;
        }
    }

    private void setHeldDown(boolean value) {
        synchronized (lock) {
            heldDown = value;
        }
    }
}
