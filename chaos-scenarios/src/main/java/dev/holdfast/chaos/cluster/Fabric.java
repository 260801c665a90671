package dev.holdfast.chaos.cluster;

import java.util.List;
import java.util.Map;

/** The network that pods live in: how they get an address, and how a program is started at that address. */
public interface Fabric extends AutoCloseable {

    /** Makes places for pods of these new names and returns their addresses, in the order given. */
    Map<String, String> add(List<String> pods);

    /** Returns the command that runs {@code command} at the place of a pod; the process keeps the id of the outer command. */
    List<String> inside(String pod, List<String> command);

    /** Gives a pod that has no process a network as good as new, under the same address. */
    void renew(String pod);

    /** Takes away the place of a pod that has no process. */
    void remove(String pod);

    /** Says whether traffic between pods passes a place where it can be cut, delayed and counted. */
    boolean isPartitionable();

    /** Takes away every place that this fabric made. Idempotent. */
    @Override
    void close();
}
