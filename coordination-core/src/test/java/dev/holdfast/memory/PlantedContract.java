package dev.holdfast.memory;

import dev.holdfast.tck.BackendFixture;
import dev.holdfast.tck.WholeContract;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The contract, on a store with the bug that the request to run it names, or with none. */
@ExtendWith(PlantedContract.Planting.class)
class PlantedContract extends WholeContract {

    /** The parameter of a request that names its bug. */
    static final String BUG = "holdfast.planted-bug";

    private final BackendFixture fixture;

    PlantedContract(BackendFixture fixture) {
        this.fixture = fixture;
    }

    @Override
    protected BackendFixture fixture() {
        return fixture;
    }

    static final class Planting implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == BackendFixture.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getConfigurationParameter(BUG)
                    .<BackendFixture>map(bug -> new PlantedFixture(PlantedBug.valueOf(bug)))
                    .orElseGet(MemoryFixture::new);
        }
    }
}
