package dev.holdfast.tck;

import org.junit.jupiter.api.Nested;

/** Every contract, on one fixture: the one list of them. What is added here runs on every store, and in memory. */
public abstract class WholeContract {

    /** Returns the fixture of the store under test. Asked for after the class's own preparations. */
    protected abstract BackendFixture fixture();

    @Nested
    class Locks extends LockContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class Losses extends LockLossContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class Elections extends ElectionContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class Configs extends ConfigContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class Watches extends WatchContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class Sessions extends SessionContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class AsyncLocks extends AsyncLockContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class LocalTurns extends LocalTurnsContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class GuardedWrites extends GuardedWriteContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class Semaphores extends SemaphoreContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class ReadWriteLocks extends ReadWriteLockContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class Counters extends CounterContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class Barriers extends BarrierContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class DoubleBarriers extends DoubleBarrierContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class Groups extends GroupContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class Services extends ServiceContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }

    @Nested
    class Leaderships extends LeadershipContract {
        @Override
        protected BackendFixture fixture() {
            return WholeContract.this.fixture();
        }
    }
}
