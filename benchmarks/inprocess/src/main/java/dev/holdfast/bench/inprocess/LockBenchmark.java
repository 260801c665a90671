package dev.holdfast.bench.inprocess;

import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.HandOff;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** The recipes' own share of taking a lock and giving it back: on a store in memory there is nothing else. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LockBenchmark {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final HandOff HAND_OFF = new HandOff(100, Duration.ofMillis(100));

    private final Coordination coordination;

    /** Connects to a store in memory. */
    public LockBenchmark() {
        try {
            coordination = Coordination.connect("memory://lock:1/bench?session=1m");
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a benchmark", e);
        }
    }

    @TearDown
    public void close() {
        coordination.close();
    }

    @Benchmark
    public long uncontended() throws InterruptedException {
        try (Grant grant = coordination.lock("alone").acquire(PATIENCE)) {
            return grant.token().value();
        }
    }

    @Benchmark
    @Threads(8)
    public long eightThreads() throws InterruptedException {
        try (Grant grant = coordination.lock("shared").acquire(PATIENCE)) {
            return grant.token().value();
        }
    }

    @Benchmark
    @Threads(8)
    public long eightThreadsThatHandOff() throws InterruptedException {
        try (Grant grant = coordination.lock("handed", HAND_OFF).acquire(PATIENCE)) {
            return grant.token().value();
        }
    }
}
