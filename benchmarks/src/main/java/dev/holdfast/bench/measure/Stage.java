package dev.holdfast.bench.measure;

import dev.holdfast.bench.lab.Contender;
import dev.holdfast.bench.lab.Lab;
import dev.holdfast.bench.lab.StoreCounters.Reading;
import dev.holdfast.bench.result.Sample;
import dev.holdfast.chaos.cluster.Deadline;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What every measurement needs: servers, a plan, a place for figures, and a voice. */
public final class Stage {

    /** Requests and writes of a second in which a store counts as idle. */
    private static final int QUIET = 20;

    private final Lab lab;
    private final Plan plan;
    private final Consumer<Sample> samples;
    private final Consumer<String> progress;
    private final List<String> only;

    /**
     * Makes a stage.
     *
     * @param only labels of contenders that take part beside ours; empty for all
     */
    public Stage(Lab lab, Plan plan, List<String> only, Consumer<Sample> samples, Consumer<String> progress) {
        this.lab = lab;
        this.plan = plan;
        this.only = List.copyOf(only);
        this.samples = samples;
        this.progress = progress;
    }

    Lab lab() {
        return lab;
    }

    Plan plan() {
        return plan;
    }

    ServerKind store() {
        return lab.spec().store();
    }

    /** Returns who takes part, ours first. */
    List<Contender> contenders(Contender.Part part) {
        return Contender.of(store(), part).stream()
                .filter(contender -> contender.isOurs() || only.isEmpty() || only.contains(contender.label()))
                .toList();
    }

    /** Notes a figure, and says it. */
    void note(
            String measurement,
            Contender contender,
            int round,
            double value,
            String unit,
            Map<String, Double> details) {
        samples.accept(new Sample(
                measurement, store().label(), lab.spec().members(), contender.label(), round, value, unit, details));
    }

    void say(String text) {
        progress.accept(text);
    }

    /** Returns a moment at which workers begin together. */
    static long soon() {
        return Ticker.SYSTEM.nanos() + Duration.ofMillis(300).toNanos();
    }

    /** Waits until a second passes in which the store is asked and writes next to nothing, or for so long at most. */
    void quieten(Duration within) throws InterruptedException {
        Deadline deadline = Deadline.in(within);
        Reading last = lab.counters().read();
        long busy = Long.MAX_VALUE;
        while (busy > QUIET && !deadline.isPast()) {
            settle(Duration.ofSeconds(1));
            Reading now = lab.counters().read();
            Reading did = now.since(last);
            busy = did.requests() + did.writes();
            last = now;
        }
    }

    /** Lets time pass that nothing announces the end of: a waiter is in its queue, a server has dropped a client. */
    static void settle(Duration time) throws InterruptedException {
        boolean unused = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
