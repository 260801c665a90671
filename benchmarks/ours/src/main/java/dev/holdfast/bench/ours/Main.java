package dev.holdfast.bench.ours;

import dev.holdfast.bench.worker.Client;
import dev.holdfast.bench.worker.Setup;
import dev.holdfast.bench.worker.Worker;

/** The worker process of Holdfast and of the raw clients. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Worker.serve(arguments, Main::open);
    }

    private static Client open(Setup setup) throws InterruptedException {
        return switch (setup.contender()) {
            case "holdfast", "holdfast-handoff", "holdfast-fast", "holdfast-election" -> new HoldfastClient(setup);
            case "raw" -> raw(setup);
            default -> throw setup.unknown();
        };
    }

    private static Client raw(Setup setup) throws InterruptedException {
        return switch (setup.store()) {
            case "zookeeper" -> RawZooKeeper.connect(setup);
            case "etcd" -> RawEtcd.connect(setup);
            case "consul" -> RawConsul.connect(setup);
            default -> throw setup.unknown();
        };
    }
}
