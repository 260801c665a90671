package dev.holdfast.chaos.workload;

import dev.holdfast.Coordination;
import dev.holdfast.reports.history.Values;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A client process of a coordination workload; see the package for how it is spoken to. */
public final class ClientMain {

    /** What the names of the toolkit's threads begin with, those of the stores' clients included. */
    private static final List<String> OWNERS = List.of("holdfast-", "zookeeper-", "etcd-", "consul-");

    private static final Duration ENDING = Duration.ofSeconds(2);

    private ClientMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        ClientSpec spec = ClientSpec.parse(arguments[0]);
        Recorder recorder = new Recorder(out);
        Orders orders = Orders.listen(System.in, () -> Runtime.getRuntime().halt(0));
        Set<String> before = threads();
        try (Coordination coordination = connect(spec)) {
            List<Traffic> traffic = traffic(spec, coordination, recorder, orders);
            recorder.note(spec.name(), "ready", "client", Values.none());
            run(traffic);
            recorder.note(spec.name(), "stopped", "client", Values.none());
            orders.awaitFinal();
            for (Traffic each : traffic) {
                each.readFinally();
                each.close();
            }
            if (spec.forgetful()) {
                recorder.note(spec.name(), "done", "client", Values.none());
                Runtime.getRuntime().halt(0);
            }
        }
        tellThreads(spec, recorder, before);
        recorder.note(spec.name(), "done", "client", Values.none());
    }

    /** Tells which threads the connection has left behind; those that are ending get a moment for it. */
    private static void tellThreads(ClientSpec spec, Recorder recorder, Set<String> before)
            throws InterruptedException {
        Deadline end = Deadline.after(Ticker.SYSTEM, ENDING);
        CountDownLatch never = new CountDownLatch(1);
        Set<String> left = new TreeSet<>();
        do {
            left.clear();
            left.addAll(threads());
            left.removeAll(before);
        } while (!left.isEmpty() && !end.hasPassed() && !never.await(20, TimeUnit.MILLISECONDS));
        recorder.note(
                spec.name(),
                "left-over",
                "threads",
                Values.of("threads", left.size()).with("names", String.join(", ", left)));
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> OWNERS.stream().anyMatch(name::startsWith))
                .collect(Collectors.toSet());
    }

    private static Coordination connect(ClientSpec spec) throws InterruptedException {
        return spec.lateMs() == 0
                ? Coordination.connect(spec.address())
                : Coordination.connect(
                        spec.address(), backend -> new LateBackend(backend, Duration.ofMillis(spec.lateMs())));
    }

    private static List<Traffic> traffic(ClientSpec spec, Coordination coordination, Recorder recorder, Orders orders)
            throws InterruptedException {
        List<Traffic> traffic = new ArrayList<>();
        for (String recipe : spec.recipes()) {
            traffic.add(
                    switch (recipe) {
                        case "lock" -> new LockTraffic(spec, coordination, recorder, orders);
                        case "election" -> new ElectionTraffic(spec, coordination, recorder, orders);
                        case "config" -> new ConfigTraffic(spec, coordination, recorder, orders);
                        default ->
                            throw new IllegalArgumentException(
                                    "recipe must be lock, election or config, was '" + recipe + "'");
                    });
        }
        return traffic;
    }

    private static void run(List<Traffic> traffic) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Traffic each : traffic) {
            Thread thread = new Thread(() -> runOne(each), each.getClass().getSimpleName());
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void runOne(Traffic traffic) {
        try {
            traffic.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a workload", e);
        } catch (RuntimeException e) {
            // a workload that fails must not go on unseen: the runner takes the exit code for an error of the run
            e.printStackTrace();
            Runtime.getRuntime().halt(3);
        }
    }
}
