package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.cluster.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Two pods behind a router, made inside a network namespace of its own, cut apart with the kernel's packet filter. Run by
 * {@link PartitionIT} under {@code unshare --net}; prints what it saw, one fact on a line.
 */
final class PartitionScene {

    private static final String ROUTER = "10.77.255.254";

    private final List<Process> namespaces = new ArrayList<>();

    public static void main(String[] args) throws IOException {
        PartitionScene scene = new PartitionScene();
        try {
            scene.play();
        } finally {
            scene.namespaces.forEach(Process::destroyForcibly);
        }
    }

    private void play() throws IOException {
        Command.of("ip", "link", "set", "lo", "up").run();
        Command.of("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward").run();
        Pod a = join("a", 1);
        Pod b = join("b", 2);
        Command.of("nft", "add", "table", "inet", "chaos").run();
        NftPacketFilter filter = new NftPacketFilter(
                script -> Command.of("nft", "-f", "-").run(script),
                () -> Command.of("nft", "-j", "list", "table", "inet", "chaos").run());
        Recorder recorder = new Recorder();
        FakeCluster cluster = new FakeCluster(a, b);
        Nemesis nemesis = new Nemesis(cluster, FakePacketFilter.tools(filter), 1, recorder, System::nanoTime);

        say("whole: a reaches b", reaches(0, "10.77.0.2"));
        cut(
                nemesis,
                "one-way",
                "direction: to, target: { mode: all, selector: { pods: { holdfast: [b] } } }",
                active -> {
                    say("one-way: a reaches b", reaches(0, "10.77.0.2"));
                    say("one-way: a reaches the runner", reaches(0, ROUTER));
                });
        say("healed: a reaches b", reaches(0, "10.77.0.2"));
        cut(nemesis, "external", "externalTargets: [" + ROUTER + ", 10.99.0.0/16]", active -> {
            say("external: a reaches b", reaches(0, "10.77.0.2"));
            say("external: a reaches the runner", reaches(0, ROUTER));
        });
        cut(nemesis, "total", "direction: both", active -> {
            say("total: a reaches b", reaches(0, "10.77.0.2"));
            say("total: a reaches the runner", reaches(0, ROUTER));
        });
        cut(
                nemesis,
                "lost",
                "direction: both, target: { mode: all, selector: { pods: { holdfast: [b] } } }",
                active -> {
                    say("lost: a reaches b before", reaches(0, "10.77.0.2"));
                    cluster.replace("b");
                    active.sample();
                    say("lost: a reaches b after", reaches(0, "10.77.0.2"));
                });
        for (FaultListener.Effect effect : recorder.all(FaultListener.Effect.class)) {
            say(effect.name() + " is proved", effect.proved());
        }
        say("anything is left", !filter.contents().objects().isEmpty());
    }

    private static void cut(Nemesis nemesis, String name, String spec, Consumer<ActiveFault> meanwhile) {
        Fault fault = Manifests.read("apiVersion: chaos-mesh.org/v1alpha1\nkind: NetworkChaos\nmetadata: { name: "
                + name + " }\nspec: { action: partition, mode: all, selector: { pods: { holdfast: [a] } }, "
                + spec + " }\n");
        try (ActiveFault active = nemesis.inject(fault, System.nanoTime())) {
            meanwhile.accept(active);
            active.sample();
        }
    }

    private Pod join(String name, int host) throws IOException {
        Process namespace = new ProcessBuilder("unshare", "--net", "cat").start();
        namespaces.add(namespace);
        String address = "10.77.0." + host;
        String outside = "v-" + name;
        AtOnce.until(Duration.ofSeconds(5), () -> isOwn(namespace.pid()));
        Command.of("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", "" + namespace.pid())
                .run();
        Command.of("sh", "-c", "echo 1 > /proc/sys/net/ipv4/conf/" + outside + "/proxy_arp")
                .run();
        Command.of("ip", "addr", "add", ROUTER + "/32", "dev", outside).run();
        Command.of("ip", "link", "set", outside, "up").run();
        Command.of("ip", "route", "add", address + "/32", "dev", outside).run();
        in(
                host - 1,
                "ip link set lo up && ip addr add " + address + "/32 dev eth0 && ip link set eth0 up"
                        + " && ip route add " + ROUTER + "/32 dev eth0 && ip route add default via " + ROUTER
                        + " dev eth0");
        return Pods.pod(name, host, Map.of());
    }

    private static boolean isOwn(long pid) {
        return !link("self").equals(link(Long.toString(pid)));
    }

    private static String link(String process) {
        return Command.of("readlink", "/proc/" + process + "/ns/net").run();
    }

    /** Returns whether a connection to a port on which nobody listens is refused, which takes a way there and back. */
    private boolean reaches(int from, String address) {
        return Command.of(
                        "nsenter",
                        "-t",
                        "" + namespaces.get(from).pid(),
                        "--net",
                        "timeout",
                        "1",
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/" + address + "/9")
                .attempt("", Duration.ofSeconds(10))
                .output()
                .contains("refused");
    }

    private void in(int pod, String script) {
        Command.of("nsenter", "-t", "" + namespaces.get(pod).pid(), "--net", "sh", "-ec", script)
                .run();
    }

    @SuppressWarnings("SystemOut")
    private static void say(String fact, boolean holds) {
        System.out.println(fact + ": " + holds);
    }
}
