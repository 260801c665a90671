package dev.holdfast.chaos.contract;

import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.tck.BackendFixture;
import dev.holdfast.tck.WholeContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on a single member of ZooKeeper. */
class ZooKeeperAloneContractIT extends WholeContract {

    private static RealServers servers;

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException {
        servers = RealServers.start("ZooKeeperAloneContractIT", ServerKind.ZOOKEEPER, 1, data, ZooKeeperFixture::new);
    }

    @AfterAll
    static void stop() throws Exception {
        servers.stop();
    }

    @Override
    protected BackendFixture fixture() {
        return servers.fixture();
    }
}
