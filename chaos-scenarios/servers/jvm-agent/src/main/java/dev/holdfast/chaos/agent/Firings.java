package dev.holdfast.chaos.agent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jboss.byteman.rule.Rule;
import org.jboss.byteman.rule.helper.Helper;

/**
 * Counts how often each rule has fired, and how long what it did has lasted. A rule names it by {@code HELPER}, which makes
 * its methods the rule's built-in ones beside those of Byteman.
 */
public class Firings extends Helper {

    private static final ConcurrentMap<String, Count> COUNTS = new ConcurrentHashMap<>();
    private static final ThreadLocal<Long> BEGAN = ThreadLocal.withInitial(System::nanoTime);

    private record Count(LongAdder fired, LongAdder ended, LongAdder nanos) {
        Count() {
            this(new LongAdder(), new LongAdder(), new LongAdder());
        }
    }

    /** Called by Byteman, once for each rule that names this class. */
    public Firings(Rule rule) {
        super(rule);
    }

    /** Notes that the rule has fired. */
    public void fired() {
        count().fired().increment();
        BEGAN.set(System.nanoTime());
    }

    /** Notes that what this thread's last firing did is over. */
    public void lasted() {
        long nanos = System.nanoTime() - BEGAN.get();
        Count count = count();
        count.nanos().add(nanos);
        count.ended().increment();
    }

    private Count count() {
        return COUNTS.computeIfAbsent(rule.getName(), name -> new Count());
    }

    /** Forgets a rule: its name may be that of a later fault. */
    static void forget(String rule) {
        COUNTS.remove(rule);
    }

    /** Returns the firings of the rules of these names and the total milliseconds of those that have ended. */
    static String figures(String rule) {
        Count count = COUNTS.getOrDefault(rule, new Count());
        return Map.of("fired", count.fired(), "ended", count.ended(), "nanos", count.nanos()).entrySet().stream()
                .map(figure -> figure.getKey() + '=' + figure.getValue().sum())
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
