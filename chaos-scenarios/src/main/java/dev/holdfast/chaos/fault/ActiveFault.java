package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A fault in effect, until it is healed. One thread injects and samples it; {@link #heal} may be called by any thread and
 * by several, of which one heals.
 */
public final class ActiveFault implements AutoCloseable {

    private record Replacement(Pod pod, String when) {}

    private final Fault fault;
    private final List<Pod> targets;
    private final Injection injection;
    private final Cluster cluster;
    private final FaultListener listener;
    private final LongSupplier clock;
    private final Queue<Replacement> replacements = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean healing = new AtomicBoolean();
    /** Held by whoever works on the injection, its system calls included: sampling must not meet healing. */
    private final Object work = new Object();

    private final long injectedNanos;
    private final String ledBefore;
    // null before healing
    private volatile FaultListener.@Nullable Effect effect;

    ActiveFault(
            Fault fault,
            List<Pod> targets,
            Injection injection,
            Cluster cluster,
            FaultListener listener,
            LongSupplier clock) {
        this.fault = fault;
        this.targets = List.copyOf(targets);
        this.injection = injection;
        this.cluster = cluster;
        this.listener = listener;
        this.clock = clock;
        this.injectedNanos = clock.getAsLong();
        this.ledBefore = leaders();
    }

    public String name() {
        return fault.name();
    }

    /** Returns the pods as they were when they were chosen. */
    public List<Pod> targets() {
        return targets;
    }

    /** Puts the fault into effect; undoes what was done when that fails half way. */
    void start(long requestedNanos) {
        List<String> names = targets.stream().map(Pod::name).toList();
        try {
            if (fault.isOneShot()) {
                // a kill takes effect now and returns when the next process runs
                listener.started(started(names, requestedNanos));
                injection.start();
            } else {
                injection.start();
                listener.started(started(names, requestedNanos));
            }
        } catch (RuntimeException e) {
            undo(e);
            throw e;
        }
    }

    private FaultListener.Started started(List<String> names, long requestedNanos) {
        return new FaultListener.Started(
                fault.name(), fault.kind(), fault.action(), names, requestedNanos, clock.getAsLong());
    }

    private void undo(RuntimeException cause) {
        healing.set(true);
        try {
            injection.heal();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** Notes that a pod was replaced; acted upon at the next sample or at healing. */
    void replaced(Pod pod) {
        long sinceMs = (clock.getAsLong() - injectedNanos) / 1_000_000;
        replacements.add(new Replacement(pod, sinceMs + " ms after injection"));
    }

    /** Looks at the effect; to be called now and then while the fault lasts. */
    public void sample() {
        synchronized (work) {
            if (!healing.get()) {
                takeReplacements();
                injection.sample();
            }
        }
    }

    /** Returns whether the fault has lost its effect before its time. */
    public boolean isOver() {
        synchronized (work) {
            return injection.isOver();
        }
    }

    /**
     * Undoes the fault, looks whether anything is left, and tells the listener. Does nothing the second time. Throws
     * {@link HealFailed} when something is left, after the listener was told.
     */
    public void heal() {
        if (!healing.compareAndSet(false, true)) {
            return;
        }
        HealFailed left;
        synchronized (work) {
            left = undone();
        }
        listener.ended(new FaultListener.Ended(fault.name(), clock.getAsLong()));
        List<Evidence> evidence = new ArrayList<>(injection.evidence());
        evidence.addAll(leadership());
        if (left != null) {
            evidence.add(new Evidence("not-healed", "", 1, "faults", String.valueOf(left.getMessage())));
            tell(new FaultListener.Effect(fault.name(), false, evidence));
            throw left;
        }
        tell(new FaultListener.Effect(fault.name(), injection.proved(), evidence));
    }

    private void tell(FaultListener.Effect seen) {
        effect = seen;
        listener.effect(seen);
    }

    /** Returns what the fault was seen to do; nothing before it is healed. */
    public Optional<FaultListener.Effect> effect() {
        return Optional.ofNullable(effect);
    }

    /** Returns what is left of the fault, null when nothing is. */
    private @Nullable HealFailed undone() {
        try {
            takeReplacements();
            injection.heal();
            return null;
        } catch (HealFailed e) {
            return e;
        } catch (RuntimeException e) {
            return new HealFailed("heal " + fault.action() + " '" + fault.name() + "': " + e.getMessage(), e);
        }
    }

    private void takeReplacements() {
        Replacement next = replacements.poll();
        while (next != null) {
            injection.replaced(next.pod(), next.when());
            next = replacements.poll();
        }
    }

    private List<Evidence> leadership() {
        String ledAfter = leaders();
        if (ledBefore.isEmpty() && ledAfter.isEmpty()) {
            return List.of();
        }
        return List.of(
                new Evidence(
                        "leader-before", ledBefore, count(ledBefore), "leaders", "led before: " + orNobody(ledBefore)),
                new Evidence("leader-after", ledAfter, count(ledAfter), "leaders", "led after: " + orNobody(ledAfter)));
    }

    private static int count(String names) {
        return names.isEmpty() ? 0 : names.split(", ").length;
    }

    private static String orNobody(String names) {
        return names.isEmpty() ? "nobody" : names;
    }

    private String leaders() {
        return cluster.pods().stream()
                .filter(pod -> pod.label(Pod.ROLE).equals(Role.LEADER.label()))
                .map(Pod::name)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Heals. */
    @Override
    public void close() {
        heal();
    }
}
