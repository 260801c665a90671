package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.fault.PacketFilter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The scripts of one partition: what makes it, what takes one address out of it, what removes it. */
final class PartitionScript {

    private static final String IN = " " + PacketFilter.TABLE + " ";

    /** A set of the filter: {@code pairs} of source and destination, or single addresses. */
    private record AddressSet(String name, String type, String match, String counter, Set<String> elements) {}

    private final List<String> chains;
    private final List<AddressSet> sets;

    PartitionScript(Partition fault, List<String> targets, List<String> peers) {
        String prefix = "f-" + fault.name();
        // the runner's own traffic passes input and output, not forward; it is cut only where a fault reaches outside
        this.chains = fault.isTotal() || !fault.externals().isEmpty()
                ? List.of(prefix + "-forward", prefix + "-input", prefix + "-output")
                : List.of(prefix + "-forward");
        this.sets = new ArrayList<>();
        if (fault.direction().outward()) {
            addSets(prefix + "-to", fault, targets, peers, true);
        }
        if (fault.direction().inward()) {
            addSets(prefix + "-from", fault, targets, peers, false);
        }
    }

    private void addSets(String name, Partition fault, List<String> targets, List<String> peers, boolean outward) {
        if (fault.isTotal()) {
            String match = outward ? "ip saddr" : "ip daddr";
            sets.add(new AddressSet(name, "type ipv4_addr;", match, name, new LinkedHashSet<>(targets)));
            return;
        }
        String match = "ip saddr . ip daddr";
        if (!peers.isEmpty()) {
            String type = "type ipv4_addr . ipv4_addr;";
            sets.add(new AddressSet(name, type, match, name, pairs(targets, peers, outward)));
        }
        if (!fault.externals().isEmpty()) {
            String type = "type ipv4_addr . ipv4_addr; flags interval;";
            sets.add(new AddressSet(name + "-external", type, match, name, pairs(targets, fault.externals(), outward)));
        }
    }

    private static Set<String> pairs(List<String> targets, List<String> peers, boolean outward) {
        Set<String> pairs = new LinkedHashSet<>();
        for (String target : targets) {
            for (String peer : peers) {
                if (!target.equals(peer)) {
                    pairs.add(outward ? target + " . " + peer : peer + " . " + target);
                }
            }
        }
        return pairs;
    }

    /** Returns whether there is anything to drop; a target whose only peer is itself leaves nothing. */
    boolean isEmpty() {
        return sets.stream().allMatch(set -> set.elements().isEmpty());
    }

    Set<String> counters() {
        return sets.stream().map(AddressSet::counter).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns everything that the cut makes, as {@link PacketFilter.Contents#objects} names it. */
    Set<String> objects() {
        Set<String> objects = new LinkedHashSet<>();
        chains.forEach(chain -> objects.add("chain " + chain));
        sets.forEach(set -> objects.add("set " + set.name()));
        counters().forEach(counter -> objects.add("counter " + counter));
        return objects;
    }

    String cut() {
        StringBuilder script = new StringBuilder("add table " + PacketFilter.TABLE + "\n");
        counters().forEach(counter -> line(script, "add counter", counter));
        for (AddressSet set : sets) {
            line(script, "add set", set.name() + " { " + set.type() + " }");
            elements(script, "add element", set, element -> true);
        }
        for (String chain : chains) {
            String hook = chain.substring(chain.lastIndexOf('-') + 1);
            line(script, "add chain", chain + " { type filter hook " + hook + " priority -200; policy accept; }");
            for (AddressSet set : sets) {
                line(
                        script,
                        "add rule",
                        chain + " " + set.match() + " @" + set.name() + " counter name \"" + set.counter() + "\" drop");
            }
        }
        return script.toString();
    }

    /** Returns what takes an address out, and forgets it; empty when it is not in any set. */
    String mend(String address) {
        Predicate<String> speaksOfIt =
                element -> List.of(element.split(" \\. ")).contains(address);
        StringBuilder script = new StringBuilder();
        for (AddressSet set : sets) {
            elements(script, "delete element", set, speaksOfIt);
            set.elements().removeIf(speaksOfIt);
        }
        return script.toString();
    }

    String heal() {
        StringBuilder script = new StringBuilder();
        chains.forEach(chain -> line(script, "flush chain", chain));
        chains.forEach(chain -> line(script, "delete chain", chain));
        sets.forEach(set -> line(script, "delete set", set.name()));
        counters().forEach(counter -> line(script, "delete counter", counter));
        return script.toString();
    }

    private static void elements(StringBuilder script, String verb, AddressSet set, Predicate<String> which) {
        String elements = set.elements().stream().filter(which).collect(Collectors.joining(", "));
        if (!elements.isEmpty()) {
            line(script, verb, set.name() + " { " + elements + " }");
        }
    }

    private static void line(StringBuilder script, String verb, String rest) {
        script.append(verb).append(IN).append(rest).append('\n');
    }
}
