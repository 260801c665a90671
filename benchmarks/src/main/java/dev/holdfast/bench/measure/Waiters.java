package dev.holdfast.bench.measure;

import dev.holdfast.bench.lab.Contender;
import dev.holdfast.bench.lab.Reply;
import dev.holdfast.bench.lab.WorkerProcess;
import dev.holdfast.bench.result.Sample;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One process that waits for one lock many times at once, without a thread for each, while another holds it: heap for
 * each, threads; and how fast all are served once it is given back. Ours alone: no peer can.
 */
record Waiters() implements Measurement {

    static final String NAME = "waiters";

    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final Duration QUEUED_WITHIN = Duration.ofSeconds(30);

    @Override
    public void run(Stage stage) throws InterruptedException {
        int count = stage.plan().waiters();
        String lock = "lock=" + stage.lab().newName();
        stage.say(NAME + ": " + count + " of " + Contender.HOLDFAST.label());
        List<WorkerProcess> workers = stage.lab().workers(Contender.HOLDFAST, 2);
        try {
            WorkerProcess holder = workers.get(0);
            WorkerProcess waiter = workers.get(1);
            holder.ask("acquire " + lock, BOUND);
            waiter.ask("queue " + lock + " count=" + count, BOUND);
            stage.quieten(QUEUED_WITHIN);
            Reply queued = waiter.ask("weigh", BOUND);
            holder.ask("release", BOUND);
            Reply drained = waiter.ask("drain", BOUND);
            Map<String, Double> details = new LinkedHashMap<>();
            details.put("threads before", (double) queued.number("threadsBefore"));
            details.put("threads", (double) queued.number("threads"));
            details.put("served/s", drained.number("granted") * 1e9 / drained.number("nanos"));
            details.put(Sample.VIOLATIONS, drained.number("granted") == count ? 0.0 : 1.0);
            stage.note(NAME, Contender.HOLDFAST, 1, queued.number("heapBytes") / (double) count, "B", details);
        } finally {
            WorkerProcess.endAll(workers);
        }
    }
}
