package dev.holdfast.chaos.cluster;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Where pods live and what can be done to them; the same view for processes on this machine and for Kubernetes.
 *
 * <p>Safe for use by several threads. Every method that names a pod throws {@link IllegalArgumentException} with the names
 * that exist when there is no such pod, and {@link ClusterException} when the action failed. Listeners are called in order,
 * one at a time, on a thread of the cluster; they must not block.
 */
public interface Cluster extends AutoCloseable {

    /** Returns the namespace that every pod of this cluster is in. */
    String namespace();

    /** Returns a snapshot of all pods, in the order of their creation; labels carry the roles known now. */
    List<Pod> pods();

    /** Returns a snapshot of the pod of that name. */
    Pod pod(String name);

    /**
     * Ends the pod with SIGTERM and, after the grace period, SIGKILL; at once with SIGKILL when the period is zero. It comes
     * back as a new pod: same name, address and volume, new uid. Returns when the new process has been started.
     */
    void killPod(String pod, Duration gracePeriod);

    /** Ends the container with SIGKILL and starts it again in the same network, under the same uid. */
    void killContainer(String pod, String container);

    /** Ends the pod with SIGKILL and keeps it down until {@link #release}. Held down twice is held down once. */
    void holdDown(String pod);

    /** Starts a pod that was held down; does nothing to one that was not. */
    void release(String pod);

    /**
     * Sends a signal to the pod's main process.
     *
     * @param processName the program's name or the process's id, as in {@code PhysicalMachineChaos}; must match the pod's
     * @param signal      the number: 19 stops, 18 continues
     */
    void signal(String pod, String processName, int signal);

    /** Returns the state of the pod's main process, read now. */
    ProcessState state(String pod);

    /** Returns the id of the pod's main process, if it has one that this machine can see. */
    OptionalLong pid(String pod);

    /** Sets a label of a pod, for example the role of a client. */
    void setLabel(String pod, String key, String value);

    /** Calls the listener with each pod that took the place of another: network rules for its address are void. */
    void onPodReplaced(Consumer<Pod> listener);

    /** Calls the listener with each change of a member's role from now on. */
    void onRole(Consumer<RoleChange> listener);

    /** Ends every process of this cluster with SIGKILL and removes what was made for it. Idempotent, bounded in time. */
    @Override
    void close();
}
