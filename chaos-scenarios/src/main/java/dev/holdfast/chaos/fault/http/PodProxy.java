package dev.holdfast.chaos.fault.http;

import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.cluster.JavaProgram;
import dev.holdfast.chaos.cluster.NamespaceFabric;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.Sidecar;
import dev.holdfast.chaos.fault.HealFailed;
import dev.holdfast.chaos.fault.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The proxy in one pod's network, and the rules there that lead to it. For use by one thread at a time. */
final class PodProxy {

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final String LISTENS = "0A";

    private final Tools tools;
    private final Pod pod;
    private final HttpFault fault;
    private final Sidecar program;
    // 0 before it listens
    private int port;

    private PodProxy(Tools tools, Pod pod, HttpFault fault, Sidecar program) {
        this.tools = tools;
        this.pod = pod;
        this.fault = fault;
        this.program = program;
    }

    /** Starts the program; nothing leads to it yet. */
    static PodProxy start(Tools tools, Pod pod, HttpFault fault) {
        List<String> command =
                JavaProgram.command(HttpProxy.class.getName(), List.of(pod.address(), String.valueOf(fault.port())));
        return new PodProxy(
                tools, pod, fault, tools.startIn(pod.name(), "http-" + fault.name() + "-" + pod.name(), command));
    }

    /** Leads the pod's requests to the program. */
    void lead() {
        try {
            port = Integer.parseInt(program.ask("begin " + HttpProxy.encode(fault.rule()), START));
        } catch (IOException e) {
            throw new UncheckedIOException("write the rule of '" + fault.name() + "'", e);
        }
        nft(rules(table(), fault.port(), port));
    }

    /**
     * Returns the rules. Connections that were there before do not pass translation again, so they are reset; what is
     * translated comes by with the proxy's port. The runner, which looks at roles, is left alone.
     */
    static String rules(String table, int port, int proxyPort) {
        String meant = "iifname \"eth0\" ip saddr != " + NamespaceFabric.RUNNER + " tcp dport " + port;
        return """
                table ip %1$s {
                chain prerouting { type nat hook prerouting priority -100; policy accept;
                %2$s redirect to :%3$d
                }
                chain input { type filter hook input priority 0; policy accept;
                %2$s tcp flags & rst == 0 reject with tcp reset
                }
                }
                """.formatted(table, meant, proxyPort);
    }

    /**
     * Ends it all and returns what was counted. The table outlives the program, since the resets of its connections are
     * translated, too; without the table clients would not hear of them.
     */
    Figures end() {
        if (port == 0) {
            program.close();
            return Figures.NONE;
        }
        try {
            nft("add table ip " + table() + "\nflush table ip " + table() + "\n");
            return Figures.decode(program.ask("end", ANSWER));
        } finally {
            program.close();
            nft("add table ip " + table() + "\ndelete table ip " + table() + "\n");
        }
    }

    /** Ends the program of a pod whose network is gone, and the rules with it. */
    void abandon() {
        program.close();
    }

    /** Throws when the table, the program or its port is still there. */
    void requireNothingLeft() {
        String tables = inside("nft", "list", "tables").run();
        boolean runs = ProcessHandle.of(program.pid()).isPresent();
        String hex = String.format(Locale.ROOT, ":%04X", port);
        boolean listens = inside("cat", "/proc/net/tcp", "/proc/net/tcp6")
                .run()
                .lines()
                .map(line -> line.strip().split(" +", -1))
                .anyMatch(words -> words.length > 3 && words[1].endsWith(hex) && words[3].equals(LISTENS));
        if (runs || listens || tables.lines().anyMatch(line -> line.endsWith(" " + table()))) {
            throw new HealFailed("heal '" + fault.name() + "' on pod '" + pod.name() + "': still there are tables '"
                    + tables.strip() + "', process " + program.pid() + ": " + runs + ", port " + port + ": " + listens);
        }
    }

    private String table() {
        return "holdfast_http_" + port;
    }

    private void nft(String script) {
        inside("nft", "-f", "-").run(script);
    }

    private Command inside(String... words) {
        return new Command(tools.fabric().inside(pod.name(), List.of(words)));
    }
}
