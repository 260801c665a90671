package dev.holdfast.bench.measure;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.holdfast.bench.lab.Contender;
import dev.holdfast.bench.lab.Reply;
import dev.holdfast.bench.lab.StoreCounters.Reading;
import dev.holdfast.bench.lab.WorkerProcess;
import dev.holdfast.bench.result.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Threads of processes that take and give back one lock as often as they can: grants per second, and how many of them
 * went to another contender than the one before; with one thread alone, the time that it takes. A referee sees that
 * nobody holds it beside another.
 *
 * @param name of the measurement
 * @param part what contends: locks, or leaderships
 * @param floor whether the raw client's two writes are measured beside it
 */
record Handoffs(String name, Contender.Part part, int processes, int threads, boolean floor) implements Measurement {

    private static final Duration DRAIN = Duration.ofSeconds(90);

    @Override
    public void run(Stage stage) throws InterruptedException {
        Map<Contender, List<WorkerProcess>> workers = new LinkedHashMap<>();
        List<Contender> contenders = new ArrayList<>(stage.contenders(part));
        if (threads == 1) {
            // nobody to pass it on to
            contenders.remove(Contender.HOLDFAST_HANDOFF);
        }
        if (floor) {
            contenders.add(Contender.RAW);
        }
        try {
            for (Contender contender : contenders) {
                stage.say(name + ": warming up " + contender.label());
                workers.put(contender, stage.lab().workers(contender, processes));
                turn(
                        stage,
                        workers.getOrDefault(contender, List.of()),
                        stage.plan().warmUp());
            }
            for (int round = 1; round <= stage.plan().rounds(); round++) {
                for (Map.Entry<Contender, List<WorkerProcess>> entry : workers.entrySet()) {
                    note(stage, entry.getKey(), round, entry.getValue());
                }
            }
        } finally {
            workers.values().forEach(WorkerProcess::endAll);
        }
    }

    private void note(Stage stage, Contender contender, int round, List<WorkerProcess> workers)
            throws InterruptedException {
        Duration burst = stage.plan().burst();
        Reading before = stage.lab().counters().read();
        List<Reply> replies = turn(stage, workers, burst);
        Reading did = stage.lab().counters().read().since(before);
        long ops = sum(replies, "ops");
        Map<String, Double> details = new LinkedHashMap<>();
        details.put("cpu us/op", sum(replies, "cpuNanos") / 1e3 / Math.max(1, ops));
        details.put("requests/op", did.requests() / (double) Math.max(1, ops));
        details.put("writes/op", did.writes() / (double) Math.max(1, ops));
        details.put(
                "p99 us",
                replies.stream()
                                .mapToLong(reply -> reply.number("p99Nanos"))
                                .max()
                                .orElse(0)
                        / 1e3);
        if (!contender.equals(Contender.RAW)) {
            details.put(Sample.VIOLATIONS, (double) sum(replies, "violations"));
            details.put("errors", (double) sum(replies, "errors"));
        }
        if (processes * threads == 1) {
            stage.note(name, contender, round, replies.get(0).number("p50Nanos") / 1e3, "us", details);
        } else {
            details.put(
                    "least",
                    replies.stream()
                            .mapToDouble(reply -> reply.number("least"))
                            .min()
                            .orElse(0));
            details.put(
                    "most",
                    replies.stream()
                            .mapToDouble(reply -> reply.number("most"))
                            .max()
                            .orElse(0));
            stage.note(name, contender, round, ops / (burst.toMillis() / 1e3), "/s", details);
            double handOvers = sum(replies, "handOvers") / (burst.toMillis() / 1e3);
            stage.note(name + " hand-overs", contender, round, handOvers, "/s", Map.of());
        }
        replies.stream()
                .flatMap(reply -> reply.text("error").stream())
                .findFirst()
                .ifPresent(error -> stage.say(name + ": an error of " + contender.label() + ": " + error));
    }

    @CanIgnoreReturnValue
    private List<Reply> turn(Stage stage, List<WorkerProcess> workers, Duration length) throws InterruptedException {
        String lock = stage.lab().newName();
        String referee = stage.lab().newFile().toString();
        long start = Stage.soon();
        int process = 0;
        for (WorkerProcess worker : workers) {
            String verb = worker.contender().equals(Contender.RAW) ? "floor" : "burst";
            worker.send(verb + " lock=" + lock + " referee=" + referee + " start=" + start + " millis="
                    + length.toMillis() + " threads=" + threads + " process=" + ++process);
        }
        List<Reply> replies = new ArrayList<>();
        for (WorkerProcess worker : workers) {
            replies.add(worker.await(length.plus(DRAIN)));
        }
        return replies;
    }

    private static long sum(List<Reply> replies, String name) {
        return replies.stream().mapToLong(reply -> reply.number(name)).sum();
    }
}
