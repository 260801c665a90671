package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.ProcessState;
import dev.holdfast.chaos.cluster.RoleChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A cluster in memory that does what it is told, at once; what goes wrong can be chosen. */
public final class FakeCluster implements Cluster {

    public final List<String> calls = new CopyOnWriteArrayList<>();
    public final List<String> stuck = new CopyOnWriteArrayList<>();

    private final Map<String, Pod> pods = new LinkedHashMap<>();
    private final Map<String, ProcessState> states = new HashMap<>();
    private final Map<String, Long> pids = new HashMap<>();
    private final List<Consumer<Pod>> listeners = new ArrayList<>();
    private long nextPid = 100;

    public FakeCluster(Pod... pods) {
        for (Pod pod : pods) {
            this.pods.put(pod.name(), pod);
            started(pod.name());
        }
    }

    private synchronized void started(String pod) {
        pids.put(pod, nextPid++);
        states.put(pod, ProcessState.RUNNING);
    }

    /** Puts a new pod in the place of the former. */
    void replace(String name) {
        Pod pod;
        synchronized (this) {
            Pod old = pods.get(name);
            pod = new Pod(
                    old.namespace(),
                    name,
                    old.uid() + "'",
                    old.address(),
                    old.phase(),
                    old.labels(),
                    old.annotations(),
                    old.containers());
            pods.put(name, pod);
            started(name);
        }
        listeners.forEach(listener -> listener.accept(pod));
    }

    @Override
    public String namespace() {
        return Metadata.HOME;
    }

    @Override
    public synchronized List<Pod> pods() {
        return List.copyOf(pods.values());
    }

    @Override
    public synchronized Pod pod(String name) {
        return pods.get(name);
    }

    @Override
    public void killPod(String pod, Duration gracePeriod) {
        calls.add("killPod " + pod + " " + gracePeriod);
        replace(pod);
    }

    @Override
    public void killContainer(String pod, String container) {
        calls.add("killContainer " + pod + " " + container);
        started(pod);
    }

    @Override
    public synchronized void holdDown(String pod) {
        calls.add("holdDown " + pod);
        if (stuck.contains("hold " + pod)) {
            throw new ClusterException("hold down '" + pod + "': refused");
        }
        states.put(pod, ProcessState.GONE);
    }

    @Override
    public synchronized void release(String pod) {
        calls.add("release " + pod);
        if (states.get(pod) == ProcessState.GONE) {
            started(pod);
        }
    }

    @Override
    public synchronized void signal(String pod, String processName, int signal) {
        calls.add("signal " + pod + " " + processName + " " + signal);
        if (signal == 19) {
            states.put(pod, ProcessState.STOPPED);
        } else if (signal == 18 && !stuck.contains("stop " + pod)) {
            states.put(pod, ProcessState.RUNNING);
        } else if (signal == 9 || signal == 15) {
            states.put(pod, ProcessState.GONE);
        }
    }

    @Override
    public synchronized ProcessState state(String pod) {
        return states.get(pod);
    }

    @Override
    public synchronized OptionalLong pid(String pod) {
        return OptionalLong.of(pids.get(pod));
    }

    @Override
    public synchronized void setLabel(String pod, String key, String value) {
        Pod old = pods.get(pod);
        Map<String, String> labels = new HashMap<>(old.labels());
        labels.put(key, value);
        pods.put(
                pod,
                new Pod(
                        old.namespace(),
                        pod,
                        old.uid(),
                        old.address(),
                        old.phase(),
                        labels,
                        old.annotations(),
                        old.containers()));
    }

    @Override
    public void onPodReplaced(Consumer<Pod> listener) {
        listeners.add(listener);
    }

    @Override
    public void onRole(Consumer<RoleChange> listener) {}

    @Override
    public void close() {}
}
