package dev.holdfast.chaos.fault.network;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.cluster.Sidecar;
import dev.holdfast.chaos.fault.HealFailed;
import dev.holdfast.chaos.fault.Tools;
import dev.holdfast.chaos.fault.network.shaper.Impairment;
import dev.holdfast.chaos.fault.network.shaper.Link;
import dev.holdfast.chaos.fault.network.shaper.PairFigures;
import dev.holdfast.chaos.fault.network.shaper.ShaperMain;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one program of a cluster that shapes packets, and the rules that lead them to it. It runs while any fault needs it.
 * Safe for use by several threads, whose orders go one at a time.
 */
final class Shaper {

    private static final int QUEUE = 4747;
    private static final int MARK = 0x484f_4c44;
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Tools tools;
    private final QueueRules rules = new QueueRules(QUEUE, MARK);

    @GuardedBy("this")
    private final Map<String, List<Link>> faults = new LinkedHashMap<>();

    // null while no fault needs it
    @GuardedBy("this")
    private @Nullable Sidecar program;

    private Shaper(Tools tools) {
        this.tools = tools;
    }

    static Shaper of(Tools tools) {
        return tools.shared().one(Shaper.class, () -> new Shaper(tools));
    }

    /** Leads the packets of a fault through the program, which does nothing to them yet. */
    synchronized void lead(String fault, List<Link> links) {
        faults.put(fault, List.copyOf(links));
        if (program == null) {
            program = tools.start(
                    "shaper",
                    Hurry.command(ShaperMain.class, List.of(Integer.toString(QUEUE), Integer.toString(MARK))));
            program.await(START);
        }
        applyRules();
    }

    /** Does that to the packets of a fault from now on; another seed makes other decisions. */
    synchronized void impair(String fault, long seed, Impairment impairment) {
        List<Link> links = faults.getOrDefault(fault, List.of());
        String words = links.stream().map(Link::encode).collect(Collectors.joining(" "));
        ask("set " + fault + " " + seed + " " + impairment.encode() + " " + words);
    }

    /** Leaves the packets from and to an address alone, as far as that fault goes. */
    synchronized void forget(String fault, String address, long seed, Impairment impairment) {
        List<Link> links = faults.getOrDefault(fault, List.of()).stream()
                .filter(link -> !link.touches(address))
                .toList();
        faults.put(fault, links);
        if (links.isEmpty()) {
            ask("clear " + fault);
        } else {
            impair(fault, seed, impairment);
        }
        applyRules();
    }

    /** Returns what was done to packets of all faults. */
    synchronized List<PairFigures> figures() {
        return PairFigures.decode(ask("figures"));
    }

    /** Ends what a fault does; after the last one ends the program and looks whether anything is left. */
    synchronized void remove(String fault) {
        if (faults.remove(fault) == null) {
            return;
        }
        ClusterException dead = null;
        try {
            ask("clear " + fault);
        } catch (ClusterException e) {
            dead = e;
        }
        if (faults.isEmpty()) {
            rules.remove();
            if (program != null) {
                program.close();
                program = null;
            }
            requireNothingLeft();
        } else {
            applyRules();
        }
        if (dead != null) {
            throw new HealFailed(
                    "heal '" + fault
                            + "': the program that shapes packets ended before the fault did, so that packets passed",
                    dead);
        }
    }

    @GuardedBy("this")
    private void applyRules() {
        Set<Link> links = new LinkedHashSet<>();
        faults.values().forEach(links::addAll);
        rules.apply(links);
    }

    @GuardedBy("this")
    private String ask(String line) {
        if (program == null) {
            throw new ClusterException("ask the shaper to '" + line + "': it does not run");
        }
        return program.ask(line, ANSWER);
    }

    private void requireNothingLeft() {
        String left = rules.left();
        String queue = Command.of("sh", "-c", "cat /proc/net/netfilter/nfnetlink_queue 2>/dev/null || true")
                .run()
                .lines()
                .filter(line -> line.strip().startsWith(QUEUE + " "))
                .collect(Collectors.joining());
        if (!left.isEmpty() || !queue.isEmpty()) {
            throw new HealFailed(
                    "heal the shaped network: still there are rules '" + left + "' and queue '" + queue + "'");
        }
    }
}
