package dev.holdfast.chaos.fault;

import java.util.Map;
import java.util.Set;

/** The nftables table {@value #TABLE} through which all traffic between local pods goes. */
public interface PacketFilter {

    String TABLE = "inet chaos";

    /** Applies a script as one transaction: whole or not at all. */
    void apply(String script);

    /** Returns what the table holds now. */
    Contents contents();

    /**
     * What a table holds.
     *
     * @param objects chains, sets and counters, each as its kind, a space and its name
     * @param packets the packets counted, by name of the counter
     */
    record Contents(Set<String> objects, Map<String, Long> packets) {
        public Contents {
            objects = Set.copyOf(objects);
            packets = Map.copyOf(packets);
        }
    }
}
