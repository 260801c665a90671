package dev.holdfast.chaos.workload.kafka;

import dev.holdfast.chaos.workload.Orders;
import dev.holdfast.chaos.workload.Recorder;
import dev.holdfast.reports.history.Values;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A client process of a Kafka workload: one producer or one consumer; its one argument is a {@link KafkaClientSpec}. */
public final class KafkaClientMain {

    private KafkaClientMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        KafkaClientSpec spec = KafkaClientSpec.parse(arguments[0]);
        Recorder recorder = new Recorder(out);
        Orders orders = Orders.listen(System.in, () -> Runtime.getRuntime().halt(0));
        try {
            run(spec, recorder, orders);
        } catch (RuntimeException e) {
            // a workload that fails must not go on unseen: the runner takes the exit code for an error of the run
            e.printStackTrace();
            Runtime.getRuntime().halt(3);
        }
    }

    private static void run(KafkaClientSpec spec, Recorder recorder, Orders orders) throws InterruptedException {
        try (TopicTraffic traffic = traffic(spec, recorder, orders)) {
            traffic.connect();
            recorder.note(spec.name(), "ready", "client", Values.none());
            traffic.run();
            recorder.note(spec.name(), "stopped", "client", Values.none());
            orders.awaitFinal();
            traffic.readFinally();
        }
        recorder.note(spec.name(), "done", "client", Values.none());
    }

    private static TopicTraffic traffic(KafkaClientSpec spec, Recorder recorder, Orders orders) {
        if (spec instanceof KafkaClientSpec.Producer producer) {
            return new ProducerTraffic(producer, recorder, orders);
        }
        if (spec instanceof KafkaClientSpec.Consumer consumer) {
            return switch (consumer.recipe()) {
                case PLAIN -> new PlainTraffic(consumer, recorder, orders);
                case DEAD_LETTER -> new DeadLetterTraffic(consumer, recorder, orders);
            };
        }
        throw new IllegalArgumentException("role must be producer or consumer, was " + spec);
    }
}
