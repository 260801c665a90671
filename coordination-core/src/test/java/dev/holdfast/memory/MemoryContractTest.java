package dev.holdfast.memory;

import dev.holdfast.tck.BackendFixture;
import dev.holdfast.tck.ConfigContract;
import dev.holdfast.tck.ElectionContract;
import dev.holdfast.tck.LockContract;
import dev.holdfast.tck.LockLossContract;
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
}
