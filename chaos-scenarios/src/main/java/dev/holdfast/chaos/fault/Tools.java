package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.Fabric;
import dev.holdfast.chaos.cluster.Sidecar;
import dev.holdfast.chaos.cluster.volume.Volumes;
import java.nio.file.Path;
import java.util.List;

/**
 * What local faults are made with. One for each cluster; safe for use by several threads.
 *
 * @param fabric the network that the pods live in
 * @param logs   the folder that the logs of programs which carry out faults go to
 * @param volumes what members keep their data in
 * @param shared what several faults use together
 */
public record Tools(PacketFilter filter, Fabric fabric, Path logs, Volumes volumes, Companions shared) {

    public Tools(PacketFilter filter, Fabric fabric, Path logs, Volumes volumes) {
        this(filter, fabric, logs, volumes, new Companions());
    }

    /** Starts a program in the runner's own place, where it sees the traffic between all pods. */
    public Sidecar start(String name, List<String> command) {
        return Sidecar.start(name, command, logs.resolve(name + ".log"));
    }

    /** Starts a program in the network of a pod. */
    public Sidecar startIn(String pod, String name, List<String> command) {
        return start(name, fabric.inside(pod, command));
    }
}
