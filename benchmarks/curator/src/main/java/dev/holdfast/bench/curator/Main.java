package dev.holdfast.bench.curator;

import dev.holdfast.bench.worker.Client;
import dev.holdfast.bench.worker.Setup;
import dev.holdfast.bench.worker.Worker;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreMutex;

/** The worker process of Curator's recipes. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Worker.serve(arguments, Main::open);
    }

    private static Client open(Setup setup) throws InterruptedException {
        return switch (setup.contender()) {
            case "curator-mutex" -> new LockClient(CuratorConnection.open(setup), InterProcessMutex::new);
            case "curator-semaphore" -> new LockClient(CuratorConnection.open(setup), InterProcessSemaphoreMutex::new);
            case "curator-latch" -> new LatchClient(CuratorConnection.open(setup));
            case "curator-cache" -> new CacheClient(CuratorConnection.open(setup));
            default -> throw setup.unknown();
        };
    }
}
