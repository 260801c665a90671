package dev.holdfast.chaos.agent;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Carries out one order in the JVM that it is loaded into, each time that it is loaded, and leaves the answer in a system
 * property, which whoever may load it can read.
 */
public final class TargetAgent {

    /** The property: the order's number, {@code ok} or {@code error}, and the answer. */
    static final String ANSWER = "dev.holdfast.chaos.agent.answer";

    private TargetAgent() {}

    /** Called by the JVM; the order is its number, what to do, the URL-encoded name of a rule or stress, and how much. */
    public static void agentmain(String order) {
        String[] words = order.split(" ", 4);
        String answer;
        try {
            answer = "ok " + carryOut(words[1], URLDecoder.decode(words[2], StandardCharsets.UTF_8), words[3]);
        } catch (RuntimeException e) {
            answer = "error " + e;
        }
        System.setProperty(ANSWER, words[0] + ' ' + answer);
    }

    private static String carryOut(String what, String name, String amount) {
        return switch (what) {
            case "ready" -> "";
            case "fired" -> Firings.figures(name);
            case "forget" -> {
                Firings.forget(name);
                yield "";
            }
            case "collect" -> collect();
            case "cpu" -> Stress.cpu(name, Integer.parseInt(amount));
            case "heap" -> Stress.heap(name);
            case "stack" -> Stress.stack(name);
            case "calm" -> Stress.calm(name);
            default -> throw new IllegalArgumentException("order: must be a known one, given '" + what + "'");
        };
    }

    private static String collect() {
        long before = collections();
        long start = System.nanoTime();
        System.gc();
        long nanos = System.nanoTime() - start;
        return "collections=" + (collections() - before) + " nanos=" + nanos;
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
