package dev.holdfast.chaos.flow;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.fault.FaultListener;
import dev.holdfast.chaos.fault.Nemesis;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Where flows are carried out.
 *
 * @param listener is told about each flow as about a fault; the nemesis tells it about the faults themselves
 * @param logs     the folder that what tasks complain about goes to
 * @param clock    reads the monotonic clock, in nanoseconds
 */
public record Stage(Cluster cluster, Nemesis nemesis, FaultListener listener, Path logs, LongSupplier clock) {}
