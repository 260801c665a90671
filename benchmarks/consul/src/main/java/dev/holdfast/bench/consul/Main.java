package dev.holdfast.bench.consul;

import dev.holdfast.bench.worker.Client;
import dev.holdfast.bench.worker.Setup;
import dev.holdfast.bench.worker.Worker;

/** The worker process of Consul's own locks. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Worker.serve(arguments, Main::open);
    }

    private static Client open(Setup setup) {
        return switch (setup.contender()) {
            case "consul-session" -> new SessionClient(setup);
            case "consul-program" -> new ProgramClient(setup);
            default -> throw setup.unknown();
        };
    }
}
