package dev.holdfast.bench.measure;

import dev.holdfast.bench.lab.Contender;
import dev.holdfast.bench.lab.Reply;
import dev.holdfast.bench.lab.WorkerProcess;
import dev.holdfast.bench.result.Sample;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A holder ends, and another process waits for its lock: the time from the end to the next grant, by the one clock that
 * the processes of a machine share. The worker that is ended is started anew and waits the next time.
 */
record Failover(String name, Contender.Part part, End end) implements Measurement {

    /** Longer than any session, lock delay and poll of a store. */
    private static final Duration GRANT = Duration.ofMinutes(2);

    private static final double CONSUL_FAST_MS = 7_000;

    private static final Duration QUEUED = Duration.ofMillis(500);

    /** How a holder ends. */
    enum End {
        CLOSE,
        KILL,
        PAUSE
    }

    @Override
    public void run(Stage stage) throws InterruptedException {
        Map<Contender, List<WorkerProcess>> pairs = new LinkedHashMap<>();
        try {
            for (Contender contender : stage.contenders(part)) {
                if (contender.equals(Contender.CONSUL_PROGRAM) || contender.equals(Contender.HOLDFAST_HANDOFF)) {
                    // the one's lock is held by a process that outlives the worker; the other has one thread alone
                    continue;
                }
                stage.say(name + ": starting " + contender.label());
                pairs.put(contender, new ArrayList<>(stage.lab().workers(contender, 2)));
            }
            for (int round = 1; round <= stage.plan().failovers(); round++) {
                for (Map.Entry<Contender, List<WorkerProcess>> entry : pairs.entrySet()) {
                    round(stage, entry.getKey(), round, entry.getValue());
                }
            }
        } finally {
            pairs.values().forEach(WorkerProcess::endAll);
        }
    }

    /** A peer that fails has no figure in this round, and new processes in the next; ours ends the run. */
    private void round(Stage stage, Contender contender, int round, List<WorkerProcess> pair)
            throws InterruptedException {
        try {
            once(stage, contender, round, pair.get(0), pair.get(1));
        } catch (IllegalStateException e) {
            if (contender.isOurs()) {
                throw e;
            }
            stage.say(name + " " + round + ": no figure of " + contender.label() + ", " + e.getMessage());
            for (WorkerProcess worker : pair) {
                worker.revive();
            }
        }
        pair.add(pair.remove(0));
    }

    private void once(Stage stage, Contender contender, int round, WorkerProcess holder, WorkerProcess heir)
            throws InterruptedException {
        String order = "acquire lock=" + stage.lab().newName();
        Reply first = holder.ask(order, GRANT);
        heir.send(order);
        Stage.settle(QUEUED);
        boolean alone = !heir.hasAnswered();
        long ended = end(holder);
        Reply next = heir.await(GRANT);
        long nanos = next.number("nanos") - ended;
        Map<String, Double> details = new LinkedHashMap<>();
        boolean rising = first.number("token") == 0 || next.number("token") > first.number("token");
        details.put(Sample.VIOLATIONS, alone && rising && nanos >= 0 ? 0.0 : 1.0);
        if (contender.isOurs()) {
            limitMs(stage, contender).ifPresent(limit -> details.put(Sample.LIMIT, limit));
        }
        stage.note(name, contender, round, nanos / 1e6, "ms", details);
        heir.ask("release", GRANT);
        if (end != End.CLOSE) {
            holder.revive();
        }
    }

    /**
     * How long ours may take: what the store itself needs to see the end, and little more. Nothing is asked of Consul's
     * own sessions, which end when the server pleases.
     */
    private OptionalDouble limitMs(Stage stage, Contender contender) {
        double sessionMs = stage.lab().spec().session().toMillis();
        if (end == End.CLOSE) {
            return OptionalDouble.of(50);
        }
        return switch (stage.store()) {
            case ZOOKEEPER -> OptionalDouble.of(sessionMs + 1.5 * tickMs(stage) + 50);
            case ETCD -> OptionalDouble.of(sessionMs + 600);
            case CONSUL ->
                contender.equals(Contender.HOLDFAST_FAST) ? OptionalDouble.of(CONSUL_FAST_MS) : OptionalDouble.empty();
            case KAFKA -> throw new IllegalStateException("a broker has no locks");
        };
    }

    private static double tickMs(Stage stage) {
        return Double.parseDouble(stage.lab().settings().getOrDefault("tickTime", "2000"));
    }

    /** Returns when the end began. */
    private long end(WorkerProcess holder) throws InterruptedException {
        if (end == End.CLOSE) {
            return holder.ask("release", GRANT).number("nanos");
        }
        long now = Ticker.SYSTEM.nanos();
        if (end == End.KILL) {
            holder.kill();
        } else {
            holder.pause();
        }
        return now;
    }
}
