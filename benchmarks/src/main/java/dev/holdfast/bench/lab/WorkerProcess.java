package dev.holdfast.bench.lab;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.holdfast.chaos.cluster.ClientProcess;
import dev.holdfast.chaos.cluster.Deadline;
import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.ProcessState;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A worker that runs, and the lines to and from it. */
public final class WorkerProcess {

    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration PROMPT = Duration.ofSeconds(20);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Pattern ANSWER = Pattern.compile("(ready|ok|error)\\b");
    private static final int STOP = 19;

    private final LocalCluster cluster;
    private final ClientProcess process;
    private final Contender contender;
    private final BlockingQueue<String> lines;

    private WorkerProcess(
            LocalCluster cluster, ClientProcess process, Contender contender, BlockingQueue<String> lines) {
        this.cluster = cluster;
        this.process = process;
        this.contender = contender;
        this.lines = lines;
    }

    /** Starts the process of a pod. */
    interface Starter {
        ClientProcess start(Consumer<String> onLine);
    }

    static WorkerProcess start(LocalCluster cluster, Contender contender, Starter starter) {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        return new WorkerProcess(cluster, starter.start(line -> admit(line, lines)), contender, lines);
    }

    /** What Java itself prints, when it is profiled, is no answer. */
    private static void admit(String line, BlockingQueue<String> lines) {
        if (ANSWER.matcher(line).lookingAt()) {
            lines.add(line);
        }
    }

    public Contender contender() {
        return contender;
    }

    /** Waits until it is connected, and checks that it reads the same clock as this program. */
    public void awaitReady() throws InterruptedException {
        String line = line(START);
        if (!line.equals("ready")) {
            throw failure(line);
        }
        long before = Ticker.SYSTEM.nanos();
        long there = ask("clock", PROMPT).number("nanos");
        long after = Ticker.SYSTEM.nanos();
        if (there - before < 0 || after - there < 0) {
            throw new IllegalStateException("the monotonic clock of worker " + process.pod()
                    + " is not this program's: " + "asked at " + before + ", answered " + there + " by " + after);
        }
    }

    /** Gives an order, without waiting for its answer. */
    public void send(String order) {
        process.send(order);
    }

    /** Waits for the answer to the order given first of those not answered yet. */
    public Reply await(Duration within) throws InterruptedException {
        String line = line(within);
        if (!line.startsWith("ok")) {
            throw failure(line);
        }
        return Reply.parse(line);
    }

    /** Gives an order and waits for its answer. */
    @CanIgnoreReturnValue
    public Reply ask(String order, Duration within) throws InterruptedException {
        send(order);
        return await(within);
    }

    /** Says whether an answer is there. */
    public boolean hasAnswered() {
        return !lines.isEmpty();
    }

    /** Ends it with SIGKILL; returns when it is gone. */
    public void kill() {
        cluster.holdDown(process.pod());
    }

    /** Stops it with SIGSTOP; returns when the kernel shows it stopped. */
    public void pause() {
        cluster.signal(process.pod(), "client", STOP);
    }

    /** Starts it again as a new process, and waits until that is connected. */
    public void revive() throws InterruptedException {
        cluster.holdDown(process.pod());
        lines.clear();
        cluster.release(process.pod());
        awaitReady();
    }

    /** Ends workers for good. They close their sessions, so that none runs out while something else is measured. */
    public static void endAll(Collection<WorkerProcess> workers) {
        workers.forEach(worker -> {
            if (worker.state() == ProcessState.RUNNING) {
                worker.send("quit");
            }
        });
        Deadline deadline = Deadline.in(GRACE);
        try {
            for (WorkerProcess worker : workers) {
                boolean unused = deadline.await(() -> worker.state() != ProcessState.RUNNING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            workers.forEach(worker -> worker.cluster.remove(worker.process.pod()));
        }
    }

    private ProcessState state() {
        return cluster.state(process.pod());
    }

    private String line(Duration within) throws InterruptedException {
        String line = lines.poll(within.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new IllegalStateException("worker " + process.pod() + " did not answer within " + within.toSeconds()
                    + " s; its log ends:\n" + cluster.lastLines(process.pod(), 12));
        }
        return line;
    }

    private IllegalStateException failure(String line) {
        return new IllegalStateException("worker " + process.pod() + " answered: " + line + "\nits log ends:\n"
                + cluster.lastLines(process.pod(), 12));
    }
}
