package dev.holdfast.bench.curator;

import dev.holdfast.bench.worker.Setup;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.ExponentialBackoffRetry;

/** Curator's connection, one for the process. */
final class CuratorConnection {

    private static final int CONNECT_MS = 15_000;

    private CuratorConnection() {}

    static CuratorFramework open(Setup setup) throws InterruptedException {
        CuratorFramework curator = CuratorFrameworkFactory.newClient(
                String.join(",", setup.endpoints()),
                (int) setup.session().toMillis(),
                CONNECT_MS,
                new ExponentialBackoffRetry(100, 10));
        curator.start();
        curator.blockUntilConnected();
        return curator;
    }

    /** Curator's methods throw {@link Exception}: what they throw ends the operation, whatever it is. */
    interface Step<T> {
        T run() throws Exception;
    }

    static <T> T call(String what, Step<T> step) throws InterruptedException {
        try {
            return step.run();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(what + " by Curator", e);
        }
    }
}
