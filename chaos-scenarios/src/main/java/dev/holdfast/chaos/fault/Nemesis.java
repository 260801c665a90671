package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.Pod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/**
 * What breaks: chooses the targets of a fault at the moment of injection, puts it into effect, and sees to it that it is
 * healed. The choice depends on the seed of the run, the fault's name and the candidates' names, so a seed repeats it.
 * Safe for use by several threads.
 */
public final class Nemesis implements AutoCloseable {

    private final Cluster cluster;
    private final Injector injector;
    private final long seed;
    private final FaultListener listener;
    private final LongSupplier clock;
    private final Queue<ActiveFault> injected = new ConcurrentLinkedQueue<>();

    /**
     * Makes a nemesis of a cluster on this machine; nothing of what it is given is closed by it.
     *
     * @param clock reads the monotonic clock, in nanoseconds
     */
    public Nemesis(Cluster cluster, Tools tools, long seed, FaultListener listener, LongSupplier clock) {
        this(
                cluster,
                (fault, targets, pods, random) -> fault.injection(new Scene(cluster, tools, targets, pods, random)),
                seed,
                listener,
                clock);
    }

    /** As above, for a cluster whose faults are put into effect by that injector. */
    public Nemesis(Cluster cluster, Injector injector, long seed, FaultListener listener, LongSupplier clock) {
        this.cluster = cluster;
        this.injector = injector;
        this.seed = seed;
        this.listener = listener;
        this.clock = clock;
        cluster.onPodReplaced(pod -> injected.forEach(fault -> fault.replaced(pod)));
    }

    /** Puts the fault into effect now. A fault for which nobody is chosen is started and ends as not proved. */
    public ActiveFault inject(Fault fault, long requestedNanos) {
        SplittableRandom random = random(fault.name());
        List<Pod> pods = cluster.pods();
        List<Pod> targets = fault.targets().resolve(pods, random);
        Injection injection = targets.isEmpty()
                ? new NoTarget("no pod is selected out of " + pods.size())
                : injector.injection(fault, targets, pods, random);
        List<Pod> taken = injection instanceof NoTarget ? List.of() : targets;
        var active = new ActiveFault(fault, taken, injection, cluster, listener, clock);
        injected.add(active);
        active.start(requestedNanos);
        return active;
    }

    private SplittableRandom random(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return new SplittableRandom(seed ^ hash);
    }

    /** Heals all that was injected and is not healed; throws the first {@link HealFailed} after trying all. */
    @Override
    public void close() {
        HealFailed first = null;
        for (ActiveFault fault : injected) {
            try {
                fault.heal();
            } catch (HealFailed e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
