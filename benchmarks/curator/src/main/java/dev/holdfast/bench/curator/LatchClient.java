package dev.holdfast.bench.curator;

import dev.holdfast.bench.worker.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;

/** Curator's leader latch: a new one for each term, since a closed one cannot be used again. */
final class LatchClient implements Client {

    private final CuratorFramework curator;

    LatchClient(CuratorFramework curator) {
        this.curator = curator;
    }

    @Override
    public Hold acquire(String name) throws InterruptedException {
        LeaderLatch latch = new LeaderLatch(curator, "/latch-" + name);
        CuratorConnection.call("lead " + name, () -> {
            latch.start();
            latch.await();
            return latch;
        });
        return new Led(latch);
    }

    @Override
    public void close() {
        curator.close();
    }

    private record Led(LeaderLatch latch) implements Hold {
        @Override
        public long token() {
            return 0;
        }

        @Override
        public void close() {
            try {
                latch.close();
            } catch (IOException e) {
                throw new UncheckedIOException("close the latch", e);
            }
        }
    }
}
