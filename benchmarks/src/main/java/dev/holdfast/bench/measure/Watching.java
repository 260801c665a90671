package dev.holdfast.bench.measure;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.holdfast.bench.lab.Contender;
import dev.holdfast.bench.lab.Reply;
import dev.holdfast.bench.lab.WorkerProcess;
import dev.holdfast.chaos.cluster.server.ServerKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One process writes a value, another watches it: the time from the beginning of a write to the callback, of writes at a
 * pace; or, of writes as fast as the store takes them, how many a second until the last is told.
 *
 * @param underWay how many writes are under way at once
 * @param paced whether writes come at the plan's pace; otherwise as fast as they are answered
 */
record Watching(String name, int underWay, boolean paced) implements Measurement {

    private static final Duration BOUND = Duration.ofMinutes(1);

    @Override
    public void run(Stage stage) throws InterruptedException {
        List<WorkerProcess> started = new ArrayList<>();
        try {
            WorkerProcess writer = stage.lab().worker(Contender.RAW);
            started.add(writer);
            List<Contender> contenders = new ArrayList<>(stage.contenders(Contender.Part.WATCH));
            if (stage.store() != ServerKind.ETCD) {
                // on etcd jetcd's watch is the raw client's
                contenders.add(Contender.RAW);
            }
            for (Contender contender : contenders) {
                started.add(stage.lab().worker(contender));
            }
            List<WorkerProcess> watchers = started.subList(1, started.size());
            for (WorkerProcess watcher : watchers) {
                stage.say(name + ": warming up " + watcher.contender().label());
                turn(stage, writer, watcher, count(stage, stage.plan().warmUp()));
            }
            for (int round = 1; round <= stage.plan().rounds(); round++) {
                for (WorkerProcess watcher : watchers) {
                    note(
                            stage,
                            round,
                            watcher,
                            turn(
                                    stage,
                                    writer,
                                    watcher,
                                    count(stage, stage.plan().burst())));
                }
            }
        } finally {
            WorkerProcess.endAll(started);
        }
    }

    /** As many writes as fill a turn; without a pace, as stores take a thousand a second and more. */
    private long count(Stage stage, Duration length) {
        return Math.max(1, paced ? length.toMillis() / stage.plan().pace().toMillis() : length.toMillis());
    }

    private record Turn(long count, Reply written, Reply watched) {}

    @CanIgnoreReturnValue
    private Turn turn(Stage stage, WorkerProcess writer, WorkerProcess watcher, long count)
            throws InterruptedException {
        String key = stage.lab().newName();
        long everyMicros = paced ? stage.plan().pace().toMillis() * 1_000 : 0;
        writer.ask("seed key=" + key, BOUND);
        watcher.ask("watch key=" + key, BOUND);
        writer.send("write key=" + key + " everyMicros=" + everyMicros + " underWay=" + underWay + " count=" + count);
        watcher.send("watched last=" + count + " within=" + BOUND.toMillis());
        return new Turn(count, writer.await(BOUND), watcher.await(BOUND.plusSeconds(5)));
    }

    private void note(Stage stage, int round, WorkerProcess watcher, Turn turn) {
        Map<String, Double> details = new LinkedHashMap<>();
        details.put("told", turn.watched.number("ops") / (double) turn.count);
        if (paced) {
            details.put("p99 us", turn.watched.number("p99Nanos") / 1e3);
            stage.note(name, watcher.contender(), round, turn.watched.number("p50Nanos") / 1e3, "us", details);
        } else {
            double seconds = (turn.watched.number("nanos") - turn.written.number("start")) / 1e9;
            details.put("written/s", turn.count * 1e9 / (turn.written.number("end") - turn.written.number("start")));
            details.put("behind ms", (turn.watched.number("nanos") - turn.written.number("end")) / 1e6);
            stage.note(name, watcher.contender(), round, turn.count / seconds, "/s", details);
        }
    }
}
