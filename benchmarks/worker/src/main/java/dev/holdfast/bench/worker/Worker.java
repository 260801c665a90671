package dev.holdfast.bench.worker;

import dev.holdfast.bench.worker.Client.Hold;
import dev.holdfast.bench.worker.Client.Watching;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A worker process: carries out orders on one {@link Client} until its standard input ends. */
public final class Worker {

    private final Client client;
    private final Hoard hoard;
    private @Nullable Hold hold;
    private Arrivals arrivals = new Arrivals();
    private Watching watching = () -> {};

    private Worker(Client client) {
        this.client = client;
        this.hoard = new Hoard(client);
    }

    /** Connects a client. */
    @FunctionalInterface
    public interface Opener {
        Client open(Setup setup) throws InterruptedException;
    }

    /** Connects and serves; the whole of a worker's {@code main}. Never returns. */
    public static void serve(String[] arguments, Opener opener) throws InterruptedException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        BlockingQueue<String> orders = listen();
        try (Client client = opener.open(Setup.parse(arguments))) {
            Worker worker = new Worker(client);
            out.println("ready");
            for (String line = orders.take(); !line.equals("quit"); line = orders.take()) {
                out.println(worker.answer(line));
            }
        } catch (RuntimeException e) {
            e.printStackTrace();
            out.println("error " + e);
        }
        System.exit(0);
    }

    private static BlockingQueue<String> listen() {
        BlockingQueue<String> orders = new LinkedBlockingQueue<>();
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            orders.add(line);
                        }
                    } catch (IOException e) {
                        // as good as their end
                    }
                    Runtime.getRuntime().halt(0);
                },
                "orders");
        reader.setDaemon(true);
        reader.start();
        return orders;
    }

    private String answer(String line) {
        try {
            return carryOut(Order.parse(line)).line();
        } catch (InterruptedException | RuntimeException e) {
            e.printStackTrace();
            return "error " + e.toString().replace('\n', ' ');
        }
    }

    private Answer carryOut(Order order) throws InterruptedException {
        return switch (order.verb()) {
            case "clock" -> new Answer().with("nanos", Clock.nanos()).with("cpuNanos", Clock.cpuNanos());
            case "burst" -> new Burst(client, Referee.open(Path.of(order.text("referee"))), order).run();
            case "floor" -> floor(order);
            case "acquire" -> acquire(order);
            case "release" -> release();
            case "watch" -> watch(order);
            case "watched" -> arrivals.await(order.number("last"), order.millis("within"));
            case "seed" -> seed(order);
            case "write" -> Writes.of(client, order).run();
            case "hold" -> hoard.hold(order);
            case "queue" -> hoard.queue(order);
            case "weigh" -> hoard.weigh();
            case "drain" -> hoard.drain();
            default -> throw new IllegalArgumentException("no such order: " + order);
        };
    }

    private Answer floor(Order order) throws InterruptedException {
        Clock.awaitNanos(order.number("start"));
        Latencies latencies = new Latencies();
        long cpu = Clock.cpuNanos();
        long end = Clock.nanos() + order.millis("millis").toNanos();
        for (long from = Clock.nanos(); from < end; from = Clock.nanos()) {
            client.writeAndDelete(order.text("lock"));
            latencies.add(Clock.nanos() - from);
        }
        return new Answer().with(latencies).with("cpuNanos", Clock.cpuNanos() - cpu);
    }

    private Answer acquire(Order order) throws InterruptedException {
        Hold taken = client.acquire(order.text("lock"));
        long nanos = Clock.nanos();
        hold = taken;
        return new Answer().with("nanos", nanos).with("token", taken.token());
    }

    /** The time of a release is when it begins: that is when its holder stops to need the lock. */
    private Answer release() {
        Hold held = hold;
        if (held == null) {
            throw new IllegalStateException("nothing is held");
        }
        long nanos = Clock.nanos();
        held.close();
        hold = null;
        return new Answer().with("nanos", nanos).with("done", Clock.nanos());
    }

    /** Makes a key be there, with a value that no watch counts. */
    private Answer seed(Order order) {
        client.write(order.text("key"), Arrivals.value(0)).toCompletableFuture().join();
        return new Answer();
    }

    private Answer watch(Order order) throws InterruptedException {
        watching.close();
        arrivals = new Arrivals();
        watching = client.watch(order.text("key"), arrivals::arrived);
        return new Answer();
    }
}
