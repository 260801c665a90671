package dev.holdfast.chaos.fault.network.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The program: {@code ProbeMain POD=ADDRESS=NAMESPACE...}. Says {@code ready} when it has a socket in each pod's network, then
 * answers each line of input and ends with its input. Orders: {@code busy NANOS PAIR...}, {@code begin},
 * {@code figures NANOS}, {@code train PAIR COUNT SIZE SKIP}, {@code rate}; a pair is {@code POD>POD}.
 */
public final class ProbeMain {

    private ProbeMain() {}

    /** Runs until the end of the input. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> pods = new ArrayList<>();
        List<DatagramChannel> channels = new ArrayList<>();
        for (String arg : args) {
            String[] parts = arg.split("=", 3);
            pods.add(parts[0]);
            channels.add(new NetworkNamespace(parts[2]).datagrams(parts[1], channels.size()));
        }
        Queue<String> orders = new ConcurrentLinkedQueue<>();
        AtomicBoolean ended = new AtomicBoolean();
        try (Prober prober = new Prober(pods, channels)) {
            System.out.println("ready");
            Thread reader = new Thread(() -> read(orders, ended, prober), "probe-orders");
            reader.setDaemon(true);
            reader.start();
            while (!ended.get() || !orders.isEmpty()) {
                for (String line = orders.poll(); line != null; line = orders.poll()) {
                    System.out.println(order(prober, line));
                }
                prober.turn();
            }
        }
    }

    private static String order(Prober prober, String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "busy" -> prober.busy(Long.parseLong(words[1]), List.of(words).subList(2, words.length));
            case "begin" -> prober.begin();
            case "figures" -> {
                return PathFigures.encode(prober.figures(Long.parseLong(words[1])));
            }
            case "train" ->
                prober.train(
                        words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]), Long.parseLong(words[4]));
            case "rate" -> {
                return Long.toString(prober.trainBitsPerSecond());
            }
            default -> throw new IllegalArgumentException("order: unknown '" + line + "'");
        }
        return "ok";
    }

    private static void read(Queue<String> orders, AtomicBoolean ended, Prober prober) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                orders.add(line);
                prober.wakeUp();
            }
        } catch (IOException e) {
            // its end is all that there is to know
        }
        ended.set(true);
        prober.wakeUp();
    }
}
