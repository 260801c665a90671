package dev.holdfast.chaos.agent;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A load on the JVM that it runs in: threads that compute, fill the heap, or overflow their stacks, until it is calmed. */
final class Stress {

    private static final ConcurrentMap<String, Stress> RUNNING = new ConcurrentHashMap<>();
    private static final ConcurrentMap<String, String> TAKEN = new ConcurrentHashMap<>();
    private static final long ENDING_MS = 5000;
    private static final int PIECE = 1 << 20;
    private static final int RESERVE = 8;

    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch calmed = new CountDownLatch(1);
    private final Queue<byte[]> held = new ConcurrentLinkedQueue<>();
    private final AtomicLong heapFilled = new AtomicLong();
    private final AtomicLong overflows = new AtomicLong();
    private final AtomicLong cpuNanos = new AtomicLong();

    private Stress() {}

    /** Keeps that many processors busy. */
    static String cpu(String name, int count) {
        return start(name, count, Stress::compute);
    }

    /** Takes all of the heap and keeps it, but for what the order to give it back needs. */
    static String heap(String name) {
        added(name).fillHeap();
        return "threads=0";
    }

    /** Calls deeper and deeper until the stack overflows, again and again. */
    static String stack(String name) {
        return start(name, 1, Stress::overflow);
    }

    private static String start(String name, int count, Consumer<Stress> load) {
        Stress stress = added(name);
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> stress.run(load), "chaos-stress-" + name + '-' + i);
            thread.setDaemon(true);
            stress.threads.add(thread);
            thread.start();
        }
        return "threads=" + count;
    }

    private static Stress added(String name) {
        Stress stress = new Stress();
        if (RUNNING.putIfAbsent(name, stress) != null) {
            throw new IllegalArgumentException("name: must be that of no other stress here, given '" + name + "'");
        }
        return stress;
    }

    /** Ends a stress, and tells what it has taken and how many of its threads have not ended; again when asked again. */
    static String calm(String name) {
        Stress stress = RUNNING.remove(name);
        if (stress != null) {
            TAKEN.put(name, stress.calmed());
        }
        return TAKEN.getOrDefault(name, "left=0");
    }

    private String calmed() {
        calmed.countDown();
        long bytes = (long) held.size() * PIECE;
        held.clear();
        long left = threads.stream().filter(thread -> !isEnded(thread)).count();
        return "left=" + left + " cpuNanos=" + cpuNanos + " heldBytes=" + bytes + " heapFilled=" + heapFilled
                + " overflows=" + overflows;
    }

    private static boolean isEnded(Thread thread) {
        try {
            TimeUnit.MILLISECONDS.timedJoin(thread, ENDING_MS);
            return !thread.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run(Consumer<Stress> load) {
        ThreadMXBean threadTimes = ManagementFactory.getThreadMXBean();
        load.accept(this);
        cpuNanos.addAndGet(threadTimes.getCurrentThreadCpuTime());
    }

    private boolean isCalmed() {
        return calmed.getCount() == 0;
    }

    private void compute() {
        double value = 1;
        while (!isCalmed()) {
            for (int i = 0; i < 10_000; i++) {
                value = Math.sqrt(value + i);
            }
        }
        if (Double.isNaN(value)) {
            throw new IllegalStateException("a root of a positive number is a number");
        }
    }

    /** Done by the thread that gives the order: a JVM whose heap is being filled could not answer it. */
    private void fillHeap() {
        try {
            while (!isCalmed()) {
                held.add(new byte[PIECE]);
            }
        } catch (OutOfMemoryError e) {
            heapFilled.incrementAndGet();
            for (int i = 0; i < RESERVE; i++) {
                held.poll();
            }
        }
    }

    private void overflow() {
        while (!isCalmed()) {
            try {
                deeper(0);
            } catch (StackOverflowError e) {
                overflows.incrementAndGet();
            }
        }
    }

    private long deeper(long depth) {
        return depth < 0 ? 0 : deeper(depth + 1) + depth;
    }
}
