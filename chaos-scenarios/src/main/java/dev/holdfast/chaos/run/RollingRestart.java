package dev.holdfast.chaos.run;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.server.Ensemble;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Restarts one member after the other, each when the one before follows or leads again. */
final class RollingRestart {

    private static final Duration EACH = Duration.ofSeconds(30);

    private RollingRestart() {}

    static StepEffect carryOut(Ensemble ensemble, Cluster cluster) throws InterruptedException {
        List<Evidence> evidence = new ArrayList<>();
        boolean proved = true;
        for (String member : ensemble.members()) {
            OptionalLong before = cluster.pid(member);
            long start = Ticker.SYSTEM.nanos();
            ensemble.restart(member, EACH);
            OptionalLong after = cluster.pid(member);
            long tookMs = (Ticker.SYSTEM.nanos() - start) / 1_000_000;
            boolean replaced = before.isPresent() && after.isPresent() && before.getAsLong() != after.getAsLong();
            proved &= replaced;
            evidence.add(new Evidence(
                    "restarted",
                    member,
                    tookMs,
                    "ms",
                    replaced
                            ? member + " ended and came back as another process, settled after " + tookMs + " ms"
                            : member + " is still the process that it was"));
        }
        return new StepEffect(ensemble.members(), proved, evidence);
    }
}
