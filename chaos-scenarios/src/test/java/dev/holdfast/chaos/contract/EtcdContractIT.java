package dev.holdfast.chaos.contract;

import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.tck.AsyncLockContract;
import dev.holdfast.tck.BackendFixture;
import dev.holdfast.tck.BarrierContract;
import dev.holdfast.tck.ConfigContract;
import dev.holdfast.tck.CounterContract;
import dev.holdfast.tck.DoubleBarrierContract;
import dev.holdfast.tck.ElectionContract;
import dev.holdfast.tck.GroupContract;
import dev.holdfast.tck.GuardedWriteContract;
import dev.holdfast.tck.LeadershipContract;
import dev.holdfast.tck.LocalTurnsContract;
import dev.holdfast.tck.LockContract;
import dev.holdfast.tck.LockLossContract;
import dev.holdfast.tck.ReadWriteLockContract;
import dev.holdfast.tck.SemaphoreContract;
import dev.holdfast.tck.ServiceContract;
import dev.holdfast.tck.SessionContract;
import dev.holdfast.tck.WatchContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on three members of etcd. */
class EtcdContractIT {

    private static RealServers servers;

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException {
        servers = RealServers.start("EtcdContractIT", ServerKind.ETCD, 3, data, EtcdFixture::new);
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

    @Nested
    class AsyncLocks extends AsyncLockContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }

    @Nested
    class LocalTurns extends LocalTurnsContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }

    @Nested
    class GuardedWrites extends GuardedWriteContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }

    @Nested
    class Semaphores extends SemaphoreContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }

    @Nested
    class ReadWriteLocks extends ReadWriteLockContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }

    @Nested
    class Counters extends CounterContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }

    @Nested
    class Barriers extends BarrierContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }

    @Nested
    class DoubleBarriers extends DoubleBarrierContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }

    @Nested
    class Groups extends GroupContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }

    @Nested
    class Services extends ServiceContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }

    @Nested
    class Leaderships extends LeadershipContract {
        @Override
        protected BackendFixture fixture() {
            return servers.fixture();
        }
    }
}
