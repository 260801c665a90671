package dev.holdfast.chaos.fault.jvm;

import dev.holdfast.chaos.fault.Evidence;
import java.util.List;
import java.util.Map;

/** Threads in the target that compute, fill its heap or overflow their stacks; proved by what they took. */
final class StressEffect implements Effect {

    private record Order(String what, int amount) {}

    private final Order order;
    private final String fault;

    private StressEffect(Order order, String fault) {
        this.order = order;
        this.fault = fault;
    }

    static StressEffect processor(JvmAction.Processor load, String fault) {
        return new StressEffect(new Order("cpu", load.count()), fault);
    }

    static StressEffect memory(JvmAction.Memory load, String fault) {
        return new StressEffect(new Order(load.kind().word(), 0), fault);
    }

    @Override
    public void begin(TargetJvm target) {
        target.order(order.what(), fault, order.amount());
    }

    @Override
    public Seen end(TargetJvm target) {
        Map<String, Long> taken = target.order("calm", fault, 0);
        long threads = taken.getOrDefault("left", 0L);
        Evidence evidence = switch (order.what()) {
            case "cpu" -> {
                double millis = taken.getOrDefault("cpuNanos", 0L) / 1e6;
                yield evidence(target, "processor-taken", millis, "ms", "of processor time by the stress threads");
            }
            case "heap" -> {
                double mebibytes = taken.getOrDefault("heldBytes", 0L) / 1048576.0;
                boolean full = taken.getOrDefault("heapFilled", 0L) > 0;
                yield evidence(
                        target, "heap-taken", mebibytes, "MiB", full ? "of heap, which was full then" : "of heap");
            }
            default ->
                evidence(target, "stack-overflowed", taken.getOrDefault("overflows", 0L), "overflows", "of a stack");
        };
        return new Seen(
                evidence.figure() > 0,
                threads == 0 ? "" : threads + " threads of the stress have not ended",
                List.of(evidence));
    }

    private static Evidence evidence(TargetJvm target, String what, double figure, String unit, String text) {
        return new Evidence(
                what,
                target.pod().name(),
                figure,
                unit,
                "%.0f %s %s in process %d".formatted(figure, unit, text, target.pid()));
    }
}
