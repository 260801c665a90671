package dev.holdfast.memory;

import dev.holdfast.tck.BackendFixture;
import dev.holdfast.tck.WholeContract;

/** The contract, on the store in memory. */
class MemoryContractTest extends WholeContract {

    private static final BackendFixture MEMORY = new MemoryFixture();

    @Override
    protected BackendFixture fixture() {
        return MEMORY;
    }
}
