package dev.holdfast.chaos.cluster.volume.fuse;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.jna.Pointer;
import dev.holdfast.spi.Ticker;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A rule in effect, with what it has done. Safe for use by several threads. */
final class ActiveRule {

    private final Rule rule;
    private final PathGlob glob;
    private final CountDownLatch gone = new CountDownLatch(1);

    @GuardedBy("this")
    private final SplittableRandom random;

    @GuardedBy("this")
    private Counts counts = Counts.NONE;

    ActiveRule(Rule rule) {
        this.rule = rule;
        this.glob = PathGlob.of(rule.glob());
        this.random = new SplittableRandom(rule.seed());
    }

    /**
     * Returns whether the rule is to be done to this call, and counts it.
     *
     * @param path from the volume's root
     */
    synchronized boolean takes(Method method, String path) {
        if (!rule.methods().contains(method) || !glob.matches(rule.root() + path)) {
            return false;
        }
        boolean hit = random.nextInt(100) < rule.percent();
        // a mistake and a disguise are hits where there is something to change
        boolean counted = hit && (rule.effect() instanceof Rule.Delay || rule.effect() instanceof Rule.Fail);
        add(1, counted ? 1 : 0, 0, 0);
        return hit;
    }

    /** Holds the call back where the rule says so; ends at once when the rule goes. */
    void delay() {
        if (rule.effect() instanceof Rule.Delay delay) {
            long start = Ticker.SYSTEM.nanos();
            try {
                boolean unused = gone.await(delay.nanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                // the program ends: the call goes on
                Thread.currentThread().interrupt();
            }
            add(0, 0, (Ticker.SYSTEM.nanos() - start) / 1000, 0);
        }
    }

    /** Throws the error number where the rule says so. */
    void fail() {
        if (rule.effect() instanceof Rule.Fail fail) {
            throw new Errno(fail.errno());
        }
    }

    Attributes disguise(Attributes attributes) {
        if (rule.effect() instanceof Rule.Disguise disguise) {
            add(0, 1, 0, 0);
            return attributes.with(disguise);
        }
        return attributes;
    }

    /** Changes bytes of what is read or written where the rule says so. Source: mistake_injector.rs of chaos-mesh/toda. */
    synchronized void spoil(Pointer data, int length) {
        if (!(rule.effect() instanceof Rule.Mistake mistake) || length == 0) {
            return;
        }
        int places = 1 + random.nextInt(mistake.maxOccurrences());
        long changed = 0;
        for (int i = 0; i < places; i++) {
            int from = random.nextInt(length);
            int count = 1 + random.nextInt(Math.min(mistake.maxLength(), length - from));
            for (int at = from; at < from + count; at++) {
                byte now = mistake.random() ? (byte) random.nextInt(256) : 0;
                changed += now == data.getByte(at) ? 0 : 1;
                data.setByte(at, now);
            }
        }
        add(0, 1, 0, changed);
    }

    /** Returns whether what the kernel keeps of files' content stands between callers and this rule. */
    boolean isAboutContent() {
        return rule.methods().contains(Method.READ) || rule.effect() instanceof Rule.Mistake;
    }

    /** Says that the rule is in effect no longer: whoever it holds back goes on. */
    void end() {
        gone.countDown();
    }

    synchronized Counts counts() {
        return counts;
    }

    private synchronized void add(long calls, long hits, long delayUs, long bytes) {
        counts = new Counts(
                counts.calls() + calls, counts.hits() + hits, counts.delayUs() + delayUs, counts.bytes() + bytes);
    }
}
