package dev.holdfast.bench.measure;

import dev.holdfast.bench.lab.Contender.Part;
import dev.holdfast.bench.measure.Failover.End;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All measurements, by their names. */
public final class Measurements {

    private static final Map<String, Measurement> ALL = all();

    private Measurements() {}

    private static Map<String, Measurement> all() {
        Map<String, Measurement> all = new LinkedHashMap<>();
        for (Handoffs each : List.of(
                new Handoffs("uncontended", Part.LOCK, 1, 1, true),
                new Handoffs("election", Part.ELECTION, 1, 1, false),
                new Handoffs("threads", Part.LOCK, 1, 8, false),
                new Handoffs("processes", Part.LOCK, 8, 1, false),
                new Handoffs("crowd", Part.LOCK, 8, 8, false))) {
            all.put(each.name(), each);
        }
        for (Failover each : List.of(
                new Failover("close", Part.LOCK, End.CLOSE),
                new Failover("kill", Part.LOCK, End.KILL),
                new Failover("pause", Part.LOCK, End.PAUSE),
                new Failover("election-close", Part.ELECTION, End.CLOSE),
                new Failover("election-kill", Part.ELECTION, End.KILL))) {
            all.put(each.name(), each);
        }
        for (Watching each : List.of(new Watching("watch", 1, true), new Watching("stream", 32, false))) {
            all.put(each.name(), each);
        }
        all.put(Footprint.NAME, new Footprint());
        all.put(Waiters.NAME, new Waiters());
        return all;
    }

    public static Set<String> names() {
        return ALL.keySet();
    }

    /** Runs the measurement of that name. */
    public static void run(String name, Stage stage) throws InterruptedException {
        Optional.ofNullable(ALL.get(name))
                .orElseThrow(() ->
                        new IllegalArgumentException("measurement must be one of " + names() + ", was '" + name + "'"))
                .run(stage);
    }
}
