package dev.holdfast.chaos.fault.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.cluster.ClientProcess;
import dev.holdfast.chaos.cluster.JavaProgram;
import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.LoopbackFabric;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.volume.Volumes;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.Scene;
import dev.holdfast.chaos.fault.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Byteman and the agent in a real JVM, which is told to work before, during and after each fault. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JvmFaultIT {

    private static final String PLACE = "class: " + WorkingProgram.class.getName() + "\nmethod: work\n";

    @TempDir
    Path folder;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private LoopbackFabric fabric;
    private LocalCluster cluster;
    private ClientProcess client;

    @BeforeEach
    void start() throws InterruptedException {
        fabric = LoopbackFabric.open();
        cluster = LocalCluster.open(fabric, "holdfast", "run", folder.resolve("data"), folder.resolve("logs"));
        client = cluster.addClient(
                "c-0", Map.of(), JavaProgram.command(WorkingProgram.class.getName(), List.of()), Map.of(), lines::add);
        assertThat(next()).isEqualTo("ready");
    }

    @AfterEach
    void end() {
        cluster.close();
        fabric.close();
    }

    @Test
    void methods_return_throw_and_last_as_told_and_afterwards_as_before() throws IOException, InterruptedException {
        assertThat(worked()).isEqualTo("worked-20");
        int port = freePort();

        Injection value = begun("action: return\n" + PLACE + "returnValue: '\"other\"'\nport: " + port);
        assertThat(worked()).isEqualTo("other");
        healed(value);
        assertThat(figure(value, "rule-fired")).isEqualTo(1);
        assertThat(value.evidence()).extracting(Evidence::what).contains("agent-left");

        Injection exception =
                begun("action: exception\n" + PLACE + "exception: java.io.IOException(\"boom\")\nport: " + port);
        assertThat(worked()).isEqualTo("boom");
        healed(exception);

        Injection latency = begun("action: latency\n" + PLACE + "latency: 300\nport: " + port);
        assertThat(worked()).isEqualTo("worked-20");
        healed(latency);
        assertThat(figure(latency, "rule-delay")).isBetween(299.0, 2000.0);

        Injection rules = begun("action: ruleData\nport: " + port + "\nruleData: |\n  RULE every second time\n  CLASS "
                + WorkingProgram.class.getName()
                + "\n  METHOD work\n  IF incrementCounter(\"n\") % 2 == 0\n  DO return \"second\"\n  ENDRULE\n");
        assertThat(List.of(worked(), worked(), worked(), worked()))
                .containsExactly("worked-20", "second", "worked-20", "second");
        healed(rules);
        assertThat(figure(rules, "rule-fired")).isEqualTo(2);

        assertThat(worked()).isEqualTo("worked-20");
    }

    @Test
    void a_rule_that_nothing_comes_by_is_not_proved_and_byteman_is_quoted() throws IOException {
        Injection injection = begun("action: latency\nclass: no.such.Type\nmethod: m\nlatency: 1\nport: " + freePort());

        injection.heal();

        assertThat(injection.proved()).isFalse();
        assertThat(injection.evidence())
                .filteredOn(seen -> seen.what().equals("rule-listed"))
                .singleElement()
                .satisfies(seen -> assertThat(seen.text()).contains("CLASS no.such.Type"));
    }

    @Test
    void the_processor_the_heap_and_stacks_are_taken_and_given_back() throws InterruptedException {
        for (Map.Entry<String, String> stress : Map.of(
                        "cpuCount: 1",
                        "processor-taken",
                        "memType: heap",
                        "heap-taken",
                        "memType: stack",
                        "stack-overflowed")
                .entrySet()) {
            Injection injection = begun("action: stress\n" + stress.getKey());
            // taking a little while is what a stress does
            assertThat(lines.poll(500, TimeUnit.MILLISECONDS)).isNull();
            healed(injection);
            assertThat(figure(injection, stress.getValue())).as(stress.getKey()).isPositive();
        }
        assertThat(worked()).isEqualTo("worked-20");
    }

    @Test
    void garbage_is_collected_once() {
        Injection injection = begun("action: gc");
        healed(injection);

        assertThat(figure(injection, "collections")).isPositive();
    }

    @Test
    void a_process_that_ends_takes_the_fault_with_it() {
        Injection injection = begun("action: stress\ncpuCount: 1");
        cluster.killPod("c-0", Duration.ZERO);

        injection.heal();

        assertThat(injection.proved()).isFalse();
        assertThat(injection.evidence()).extracting(Evidence::what).containsExactly("fault-lost");
    }

    private Injection begun(String spec) {
        List<Pod> pods = cluster.pods();
        // no packet is filtered for these faults
        Tools tools = new Tools(null, fabric, folder.resolve("logs"), Volumes.open(Set.of(), folder, folder));
        Injection injection =
                JvmChaosReaderTest.read(spec).injection(new Scene(cluster, tools, pods, pods, new SplittableRandom(1)));
        injection.start();
        return injection;
    }

    private static void healed(Injection injection) {
        injection.heal();
        assertThat(injection.proved()).as(injection.evidence().toString()).isTrue();
    }

    private static double figure(Injection injection, String what) {
        return injection.evidence().stream()
                .filter(seen -> seen.what().equals(what))
                .mapToDouble(Evidence::figure)
                .sum();
    }

    private String worked() throws InterruptedException {
        client.send("work");
        return next().split(" ", -1)[0];
    }

    private String next() throws InterruptedException {
        String line = lines.poll(30, TimeUnit.SECONDS);
        assertThat(line).as("a line of the program").isNotNull();
        return line;
    }

    /** On loopback all pods share one network, so that the port is shared with whatever runs here. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
