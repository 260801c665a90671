package dev.holdfast.chaos.cluster;

/**
 * The nftables table {@code inet chaos} of the runner's own network namespace, through which all traffic between pods is
 * routed. Each script is one transaction: applied whole or not at all. Rules match with {@code ip saddr} and
 * {@code ip daddr} in the chain {@value #FORWARD}; the runner's own connections do not pass it.
 */
public final class Nft {

    /** The table, as scripts name it. */
    public static final String TABLE = "inet chaos";
    /** The chain on the forward hook, priority -200, policy accept; empty until somebody adds rules. */
    public static final String FORWARD = "forward";

    Nft() {}

    /** Applies an {@code nft -f} script as one transaction; throws {@link ClusterException} with the script when refused. */
    public void apply(String script) {
        Command.of("nft", "-f", "-").run(script);
    }

    /** Returns the table with its counters as JSON. */
    public String list() {
        return Command.of("nft", "-j", "list", "table", "inet", "chaos").run();
    }

    /** Makes the empty table, or empties the one that exists. */
    void create() {
        apply("add table " + TABLE + "\ndelete table " + TABLE + "\nadd table " + TABLE + "\nadd chain " + TABLE + " "
                + FORWARD + " { type filter hook forward priority -200; policy accept; }\n");
    }
}
