package dev.holdfast.memory;

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
import org.junit.jupiter.api.Nested;

class MemoryContractTest {

    private static final BackendFixture MEMORY = new MemoryFixture();

    @Nested
    class Locks extends LockContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class LostLocks extends LockLossContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class Elections extends ElectionContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class Config extends ConfigContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class Watches extends WatchContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class Sessions extends SessionContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class AsyncLocks extends AsyncLockContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class LocalTurns extends LocalTurnsContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class GuardedWrites extends GuardedWriteContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class Semaphores extends SemaphoreContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class ReadWriteLocks extends ReadWriteLockContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class Counters extends CounterContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class Barriers extends BarrierContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class DoubleBarriers extends DoubleBarrierContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class Groups extends GroupContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class Services extends ServiceContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }

    @Nested
    class Leaderships extends LeadershipContract {
        @Override
        protected BackendFixture fixture() {
            return MEMORY;
        }
    }
}
