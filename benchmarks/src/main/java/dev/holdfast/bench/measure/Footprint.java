package dev.holdfast.bench.measure;

import dev.holdfast.bench.lab.Contender;
import dev.holdfast.bench.lab.Reply;
import dev.holdfast.bench.lab.StoreCounters.Reading;
import dev.holdfast.bench.lab.WorkerProcess;
import dev.holdfast.bench.result.Sample;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One process that holds many locks at once: heap for each, threads, and what the store hears of it while it is idle. */
record Footprint() implements Measurement {

    static final String NAME = "footprint";

    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final Duration IDLE = Duration.ofSeconds(4);
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(30);
    private static final Duration FORGOTTEN_WITHIN = Duration.ofMinutes(2);
    private static final double HEAP_MAX = 2048;
    private static final int TAKERS = 16;

    @Override
    public void run(Stage stage) throws InterruptedException {
        for (Contender contender : stage.contenders(Contender.Part.LOCK)) {
            if (contender.equals(Contender.CONSUL_PROGRAM) || contender.equals(Contender.HOLDFAST_HANDOFF)) {
                // the one has a process for each lock; the other is the same as without hand-off
                continue;
            }
            stage.say(NAME + ": " + stage.plan().locks() + " locks of " + contender.label());
            WorkerProcess worker = stage.lab().worker(contender);
            try {
                measure(stage, worker);
            } catch (IllegalStateException e) {
                if (contender.isOurs()) {
                    throw e;
                }
                stage.say(NAME + ": no figure of " + contender.label() + ", " + e.getMessage());
            } finally {
                WorkerProcess.endAll(List.of(worker));
            }
            if (!contender.isOurs()) {
                forget(stage);
            }
        }
    }

    /** Waits until the store has ended what peers do not end themselves: sessions run out up to two timeouts later. */
    private static void forget(Stage stage) throws InterruptedException {
        Stage.settle(stage.lab().spec().session().multipliedBy(2));
        stage.quieten(FORGOTTEN_WITHIN);
    }

    private static void measure(Stage stage, WorkerProcess worker) throws InterruptedException {
        int locks = stage.plan().locks();
        Reply held =
                worker.ask("hold lock=" + stage.lab().newName() + "- count=" + locks + " threads=" + TAKERS, BOUND);
        stage.quieten(QUIET_WITHIN);
        Reading before = stage.lab().counters().read();
        long cpu = worker.ask("clock", BOUND).number("cpuNanos");
        Stage.settle(IDLE);
        Reading idle = stage.lab().counters().read().since(before);
        long cpuIdle = worker.ask("clock", BOUND).number("cpuNanos") - cpu;
        Map<String, Double> details = new LinkedHashMap<>();
        if (worker.contender().isOurs()) {
            details.put(Sample.LIMIT, HEAP_MAX);
        }
        details.put("threads before", (double) held.number("threadsBefore"));
        details.put("threads", (double) held.number("threads"));
        details.put("idle requests/s", idle.requests() * 1e3 / IDLE.toMillis());
        details.put("idle cpu ms/s", cpuIdle / 1e3 / IDLE.toMillis());
        stage.note(NAME, worker.contender(), 1, held.number("heapBytes") / (double) locks, "B/lock", details);
    }
}
