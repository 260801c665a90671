package dev.holdfast.bench.inprocess;

import dev.holdfast.Coordination;
import dev.holdfast.FencingGuard;
import dev.holdfast.Grant;
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
import org.openjdk.jmh.annotations.Warmup;

/** What a holder pays at each step: the question whether it still holds, and the guard's check of its token. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GrantBenchmark {

    private final Coordination coordination;
    private final FencingGuard guard = FencingGuard.inMemory();
    private final Grant grant;

    /** Takes the lock on a store in memory. */
    public GrantBenchmark() {
        try {
            coordination = Coordination.connect("memory://grant:1/bench?session=1m");
            grant = coordination.lock("held").acquire(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a benchmark", e);
        }
    }

    @TearDown
    public void close() {
        coordination.close();
    }

    @Benchmark
    public boolean isHeld() {
        return grant.isHeld();
    }

    @Benchmark
    public boolean guardAdmits() {
        return guard.admits(grant.token());
    }
}
