package dev.holdfast.chaos.fault.jvm;

import dev.holdfast.chaos.fault.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A collection of the garbage; proved when the JVM counted one while it was asked for. */
final class CollectionEffect implements Effect {

    private final Map<String, Map<String, Long>> counted = new ConcurrentHashMap<>();

    @Override
    public void begin(TargetJvm target) {
        counted.put(target.pod().name(), target.order("collect"));
    }

    @Override
    public Seen end(TargetJvm target) {
        Map<String, Long> figures = counted.getOrDefault(target.pod().name(), Map.of());
        long collections = figures.getOrDefault("collections", 0L);
        double millis = figures.getOrDefault("nanos", 0L) / 1e6;
        String text = "process " + target.pid() + " counted " + collections + " collections while it was asked for one";
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("collections", target.pod().name(), collections, "collections", text));
        evidence.add(new Evidence(
                "collection-time", target.pod().name(), millis, "ms", "which took %.1f ms".formatted(millis)));
        return new Seen(collections > 0, "", evidence);
    }
}
