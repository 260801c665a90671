package dev.holdfast.chaos.fault.network.shaper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The program: {@code ShaperMain QUEUE MARK}. Says {@code ready} when it has the queue, then answers each line of input, and ends
 * with its input, letting go what it holds. Orders: {@code set NAME SEED IMPAIRMENT LINK...}, {@code clear NAME},
 * {@code figures}.
 */
public final class ShaperMain {

    private ShaperMain() {}

    /** Runs until the end of the input. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        Queue<String> orders = new ConcurrentLinkedQueue<>();
        AtomicBoolean ended = new AtomicBoolean();
        try (PacketQueue queue = new PacketQueue(Integer.parseInt(args[0]), Integer.parseInt(args[1]))) {
            Engine engine = new Engine(queue);
            System.out.println("ready");
            Thread reader = new Thread(() -> read(orders, ended), "shaper-orders");
            reader.setDaemon(true);
            reader.start();
            while (!ended.get() || !orders.isEmpty()) {
                for (String line = orders.poll(); line != null; line = orders.poll()) {
                    System.out.println(engine.order(line));
                }
                engine.turn();
            }
            engine.close();
        }
    }

    private static void read(Queue<String> orders, AtomicBoolean ended) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                orders.add(line);
            }
        } catch (IOException e) {
            // its end is all that there is to know
        }
        ended.set(true);
    }
}
