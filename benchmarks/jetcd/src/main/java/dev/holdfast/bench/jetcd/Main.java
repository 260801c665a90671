package dev.holdfast.bench.jetcd;

import dev.holdfast.bench.worker.Client;
import dev.holdfast.bench.worker.Setup;
import dev.holdfast.bench.worker.Worker;

/** The worker process of jetcd. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Worker.serve(arguments, Main::open);
    }

    private static Client open(Setup setup) {
        return switch (setup.contender()) {
            case "jetcd-lock" -> new LockClient(setup);
            case "jetcd-election" -> new ElectionClient(setup);
            case "jetcd-watch" -> new WatchClient(setup);
            default -> throw setup.unknown();
        };
    }
}
