package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.fault.network.shaper.Link;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rules that lead packets of some links to a queue: by {@code nft} where the kernel has its {@code queue} statement, by
 * {@code iptables-nft} where it has only NFQUEUE. Packets that carry the mark pass, and all do while nobody has the queue.
 * Each change is one transaction. For use by one thread at a time.
 */
final class QueueRules {

    static final String NAME = "HOLDFAST";

    private static final List<String> HOOKS = List.of("FORWARD", "INPUT", "OUTPUT");

    private final int queue;
    private final int mark;
    private boolean isMade;
    /** Whether the table that iptables works in was there before; it makes it and leaves it. */
    private boolean hadTable;
    // null until it was tried
    private @Nullable Boolean byNft;

    QueueRules(int queue, int mark) {
        this.queue = queue;
        this.mark = mark;
    }

    /** Puts rules for these links in the place of those there are. */
    void apply(Collection<Link> links) {
        if (byNft == null) {
            byNft = Command.of("nft", "-f", "-")
                            .attempt(nftScript(List.of(new Link("127.1.2.3", "127.1.2.4"))), Duration.ofSeconds(10))
                            .exitCode()
                    == 0;
        }
        if (byNft) {
            Command.of("nft", "-f", "-").run(nftScript(links));
        } else {
            hadTable = isMade ? hadTable : hasTable();
            Command.of("iptables-nft-restore", "--noflush").run(iptablesScript(links, !isMade));
        }
        isMade = true;
    }

    /** Takes the rules away; does nothing when there are none. */
    void remove() {
        if (!isMade || byNft == null) {
            return;
        }
        if (byNft) {
            Command.of("nft", "-f", "-").run("delete table ip " + NAME + "\n");
        } else {
            Command.of("iptables-nft-restore", "--noflush").run(iptablesEnd());
            if (!hadTable) {
                Command.of("nft", "delete", "table", "ip", "filter").run();
            }
        }
        isMade = false;
    }

    private static boolean hasTable() {
        return Command.of("nft", "list", "tables").run().lines().anyMatch(line -> line.equals("table ip filter"));
    }

    /** Returns what the kernel still holds of them; empty when that is nothing. */
    String left() {
        if (byNft == null) {
            return "";
        }
        String all = byNft
                ? Command.of("nft", "list", "tables").run()
                : Command.of("iptables-nft-save", "-t", "filter").run();
        return String.join("\n", all.lines().filter(line -> line.contains(NAME)).toList());
    }

    String nftScript(Collection<Link> links) {
        StringBuilder script = new StringBuilder("add table ip " + NAME + "\ndelete table ip " + NAME + "\n");
        script.append("table ip " + NAME + " {\n");
        for (String hook : HOOKS) {
            String lower = hook.toLowerCase(Locale.ROOT);
            script.append("chain ").append(lower).append(" { type filter hook ").append(lower);
            script.append(" priority -100; policy accept;\nmeta mark ")
                    .append(mark)
                    .append(" return\n");
            for (Link link : links) {
                script.append("ip saddr ")
                        .append(link.source())
                        .append(" ip daddr ")
                        .append(link.destination());
                script.append(" queue num ").append(queue).append(" bypass\n");
            }
            script.append("}\n");
        }
        return script.append("}\n").toString();
    }

    String iptablesScript(Collection<Link> links, boolean isFirst) {
        StringBuilder script = new StringBuilder("*filter\n:" + NAME + " - [0:0]\n");
        if (isFirst) {
            HOOKS.forEach(hook -> script.append("-I ").append(hook).append(" -j " + NAME + "\n"));
        }
        script.append("-A " + NAME + " -m mark --mark ").append(mark).append(" -j RETURN\n");
        for (Link link : links) {
            script.append("-A " + NAME + " -s ")
                    .append(link.source())
                    .append(" -d ")
                    .append(link.destination());
            script.append(" -j NFQUEUE --queue-num ").append(queue).append(" --queue-bypass\n");
        }
        return script.append("COMMIT\n").toString();
    }

    private static String iptablesEnd() {
        StringBuilder script = new StringBuilder("*filter\n");
        HOOKS.forEach(hook -> script.append("-D ").append(hook).append(" -j " + NAME + "\n"));
        return script.append("-F " + NAME + "\n-X " + NAME + "\nCOMMIT\n").toString();
    }
}
