package dev.holdfast.chaos.contract;

import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.tck.BackendFixture;
import dev.holdfast.tck.ConfigContract;
import dev.holdfast.tck.ElectionContract;
import dev.holdfast.tck.LockContract;
import dev.holdfast.tck.LockLossContract;
import dev.holdfast.tck.SessionContract;
import dev.holdfast.tck.WatchContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on three members of Consul, with sessions that hang on a check of the agent's. */
class ConsulFastContractIT {

    private static RealServers servers;

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException {
        servers = RealServers.start(
                "ConsulFastContractIT",
                ServerKind.CONSUL,
                3,
                data,
                endpoints -> new ConsulFixture(endpoints, "&mode=fast"));
    }

    @AfterAll
    static void stop() throws Exception {
        servers.stop();
    }

    @Nested
    class Locks extends LockContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }

    @Nested
    class Losses extends LockLossContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }

    @Nested
    class Elections extends ElectionContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }

    @Nested
    class Configs extends ConfigContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }

    @Nested
    class Watches extends WatchContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }

    @Nested
    class Sessions extends SessionContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }
}
