package dev.holdfast.chaos.contract;

import dev.holdfast.chaos.cluster.server.ServerKind;

/** The contract, on a single member of Consul. */
class ConsulAloneContractIT extends RealServersContract {
    ConsulAloneContractIT() {
        super(ServerKind.CONSUL, 1, ConsulFixture::new);
    }
}
