package dev.holdfast.chaos.cluster;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pods as processes of this machine. Each pod has one container, a folder that is its volume, and a log; a process that ends
 * unasked is reported by {@link #onDeath} and not started again.
 */
public final class LocalCluster implements Cluster {

    private final Fabric fabric;
    private final String namespace;
    private final String run;
    private final Path data;
    private final Furnishing furnishing;
    private final Announcer announcer;
    private final Nursery nursery;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<String, LocalPod> pods = new LinkedHashMap<>();

    @GuardedBy("lock")
    private final Map<String, PodWatch> watches = new LinkedHashMap<>();

    @GuardedBy("lock")
    private final Set<String> furnished = new HashSet<>();

    @GuardedBy("lock")
    private boolean closed;

    private LocalCluster(Fabric fabric, String namespace, String run, Path data, Path logs, Furnishing furnishing) {
        this.fabric = fabric;
        this.namespace = namespace;
        this.run = run;
        this.data = data;
        this.furnishing = furnishing;
        this.announcer = new Announcer(run);
        this.nursery = new Nursery(fabric, logs, run);
    }

    /**
     * Opens an empty cluster.
     *
     * @param run  the run's id, the value of {@link Pod#INSTANCE}
     * @param data the folder that pods' volumes are made in and removed from
     * @param logs the folder that logs are written to and left in
     */
    public static LocalCluster open(Fabric fabric, String namespace, String run, Path data, Path logs) {
        return open(fabric, namespace, run, data, logs, Furnishing.PLAIN);
    }

    /** As above, with members' volumes that are more than folders. */
    public static LocalCluster open(
            Fabric fabric, String namespace, String run, Path data, Path logs, Furnishing furnishing) {
        try {
            Files.createDirectories(data);
            Files.createDirectories(logs);
        } catch (IOException e) {
            throw new ClusterException("make the folders of run '" + run + "': " + data + " and " + logs, e);
        }
        return new LocalCluster(fabric, namespace, run, data, logs, furnishing);
    }

    /** Returns the network that this cluster's pods live in. */
    public Fabric fabric() {
        return fabric;
    }

    /** Makes places for pods with these new names in one go, and returns their addresses; nothing runs there yet. */
    public Map<String, String> addresses(List<String> names) {
        return fabric.add(names);
    }

    /** Returns the folder that is a member's volume; it exists, and is furnished. */
    public Path volume(String member) {
        Path volume = folder(member);
        boolean isNew;
        synchronized (lock) {
            isNew = furnished.add(member);
        }
        if (isNew) {
            furnishing.furnish(member, volume);
        }
        return volume;
    }

    private Path folder(String pod) {
        try {
            return Files.createDirectories(data.resolve(pod));
        } catch (IOException e) {
            throw new ClusterException("make the volume of pod '" + pod + "' in " + data, e);
        }
    }

    /** Returns the file that the pod's log goes to: a member's whole output, a client's standard error. */
    public Path log(String pod) {
        return nursery.log(pod);
    }

    /** Returns the last lines of the pod's log. */
    public String lastLines(String pod, int count) {
        return Processes.lastLines(log(pod), count);
    }

    /** Starts a member at an address that {@link #addresses} gave for its name. */
    public void addMember(String name, String address, int index, Launch launch, Claim.Probe probe) {
        Map<String, String> labels = labels(name, launch.container(), "server", index);
        labels.put(Pod.ROLE, Role.DOWN.label());
        LocalPod pod = new LocalPod(namespace, name, address, labels, launch, nursery::startMember);
        admit(pod, probe);
    }

    /**
     * Starts any program as a pod in a place of its own.
     *
     * @param labels set over the usual ones
     * @param onLine gets each line of its standard output, of the first process and of each that follows
     */
    public ClientProcess addClient(
            String name,
            Map<String, String> labels,
            List<String> command,
            Map<String, String> environment,
            Consumer<String> onLine) {
        String address = fabric.add(List.of(name)).getOrDefault(name, "");
        Map<String, String> all = labels(name, "client", "client", clientIndex());
        all.putAll(labels);
        Launch launch = new Launch("client", command, environment, folder(name));
        LocalPod pod = new LocalPod(namespace, name, address, all, launch, p -> nursery.startClient(p, onLine));
        admit(pod, null);
        return new ClientProcess(pod);
    }

    /** Ends a pod for good and takes its place away. */
    public void remove(String name) {
        LocalPod pod = find(name);
        synchronized (lock) {
            pods.remove(name);
            PodWatch watch = watches.remove(name);
            if (watch != null) {
                watch.close();
            }
        }
        pod.end(Duration.ZERO);
        fabric.remove(name);
        UserCache.remove(data.resolve(name));
    }

    /** Ends the container with SIGTERM and, after the grace period, SIGKILL, and starts it again under the same uid. */
    public void restart(String pod, Duration gracePeriod) {
        find(pod).restart(gracePeriod);
    }

    /** Ends the container and leaves it ended, as an operator would; {@link #restart} starts it again. */
    public void stop(String pod, Duration gracePeriod) {
        find(pod).end(gracePeriod);
    }

    /** Calls the listener with each process that ends unasked from now on. */
    public void onDeath(Consumer<Death> listener) {
        announcer.onDeath(listener);
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public List<Pod> pods() {
        return all().stream().map(LocalPod::snapshot).toList();
    }

    @Override
    public Pod pod(String name) {
        return find(name).snapshot();
    }

    @Override
    public void killPod(String pod, Duration gracePeriod) {
        find(pod).replace(gracePeriod, replaced -> {
            fabric.renew(pod);
            announcer.replaced(replaced);
        });
    }

    @Override
    public void killContainer(String pod, String container) {
        LocalPod found = find(pod);
        if (!found.launch().container().equals(container)) {
            throw new IllegalArgumentException("container: pod '" + pod + "' has only '"
                    + found.launch().container() + "', given '" + container + "'");
        }
        found.restart(Duration.ZERO);
    }

    @Override
    public void holdDown(String pod) {
        find(pod).holdDown();
    }

    @Override
    public void release(String pod) {
        find(pod).release();
    }

    @Override
    public void signal(String pod, String processName, int signal) {
        find(pod).signal(processName, signal);
    }

    @Override
    public ProcessState state(String pod) {
        return find(pod).state();
    }

    @Override
    public OptionalLong pid(String pod) {
        return find(pod).pid();
    }

    @Override
    public void setLabel(String pod, String key, String value) {
        find(pod).label(key, value);
    }

    @Override
    public void onPodReplaced(Consumer<Pod> listener) {
        announcer.onReplaced(listener);
    }

    @Override
    public void onRole(Consumer<RoleChange> listener) {
        announcer.onRole(listener);
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            watches.values().forEach(PodWatch::close);
        }
        List<LocalPod> ending = all();
        ending.forEach(pod -> pod.end(Duration.ZERO));
        announcer.close();
        nursery.close();
        furnishing.close();
        ending.forEach(pod -> UserCache.remove(data.resolve(pod.name())));
    }

    private void admit(LocalPod pod, Claim.@Nullable Probe probe) {
        PodWatch watch = new PodWatch(pod, probe, log(pod.name()), announcer);
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException(
                        "cluster of run '" + run + "' is closed; pod '" + pod.name() + "' was not started");
            }
            if (pods.putIfAbsent(pod.name(), pod) != null) {
                throw new IllegalArgumentException("pod: must be new, given '" + pod.name() + "' again");
            }
            watches.put(pod.name(), watch);
        }
        pod.start();
        watch.start();
    }

    private Map<String, String> labels(String name, String program, String component, int index) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(Pod.NAME, program);
        labels.put(Pod.INSTANCE, run);
        labels.put(Pod.COMPONENT, component);
        labels.put(Pod.POD_NAME, name);
        labels.put(Pod.POD_INDEX, String.valueOf(index));
        return labels;
    }

    private int clientIndex() {
        return (int) pods().stream()
                .filter(pod -> pod.label(Pod.NAME).equals("client"))
                .count();
    }

    private List<LocalPod> all() {
        synchronized (lock) {
            return new ArrayList<>(pods.values());
        }
    }

    private LocalPod find(String name) {
        synchronized (lock) {
            LocalPod pod = pods.get(name);
            if (pod == null) {
                throw new IllegalArgumentException("pod: must be one of " + pods.keySet() + ", given '" + name + "'");
            }
            return pod;
        }
    }
}
