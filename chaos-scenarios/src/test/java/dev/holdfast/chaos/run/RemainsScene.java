package dev.holdfast.chaos.run;

import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.NamespaceFabric;
import dev.holdfast.chaos.cluster.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Leaves one thing after the other in a sandbox and prints what is found of it, one line each, into the file that is its
 * argument. Run by {@link RemainsIT}.
 */
final class RemainsScene {

    private final List<String> lines = new ArrayList<>();

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Sandbox sandbox = Sandbox.enter();
        RemainsScene scene = new RemainsScene();
        scene.tidy(sandbox.dataRoot());
        scene.leave(
                "a process", "sleep 3600 >/dev/null 2>&1 </dev/null & echo $! > /run/pid", "kill -9 $(cat /run/pid)");
        scene.leave(
                "a stopped process",
                // a shell of its own: stopped before it has let go of its output, it would keep the first one waiting
                "sleep 3600 >/dev/null 2>&1 </dev/null & echo $! > /run/pid",
                "kill -STOP $(cat /run/pid)",
                "kill -9 $(cat /run/pid)");
        scene.leave("a set", "nft add set inet chaos f-x '{ type ipv4_addr; }'", "nft delete set inet chaos f-x");
        scene.leave("a table", "nft add table ip other", "nft delete table ip other");
        scene.leave("a rule", "nft add rule inet chaos forward drop", "nft flush chain inet chaos forward");
        scene.leave("a link", "ip link add left0 type veth peer name left1", "ip link del left0");
        scene.leave("a route", "ip route add blackhole 10.99.0.0/16", "ip route del 10.99.0.0/16");
        scene.leave("a namespace", "ip netns add left", "ip netns del left");
        scene.leave("a mount", "mkdir -p /run/left && mount -t tmpfs tmpfs /run/left", "umount /run/left");
        Files.write(Path.of(arguments[0]), scene.lines);
        System.exit(0);
    }

    /** A cluster that is opened and closed, with a process in it, leaves nothing. */
    private void tidy(Path data) throws IOException, InterruptedException {
        Remains before = Remains.look();
        try (NamespaceFabric fabric = NamespaceFabric.open();
                LocalCluster cluster = LocalCluster.open(fabric, "holdfast", "tidy", data, data.resolve("logs"))) {
            cluster.addClient("one", Map.of(), List.of("sleep", "3600"), Map.of(), line -> {});
            lines.add("while it is open: " + !Remains.look().things().equals(before.things()));
        }
        lines.add("once it is closed: " + Remains.since(before));
    }

    /** Carries out each command but the last, looks, and carries out the last, which takes them back. */
    private void leave(String what, String... commands) throws InterruptedException {
        Remains before = Remains.look();
        for (int i = 0; i < commands.length - 1; i++) {
            Command.of("sh", "-c", commands[i]).run();
        }
        lines.add(what + ": " + Remains.since(before));
        Command.of("sh", "-c", commands[commands.length - 1]).run();
    }
}
