package dev.holdfast.chaos.contract;

import dev.holdfast.chaos.cluster.server.ServerKind;

/** The contract, on three members of Consul. */
class ConsulContractIT extends RealServersContract {
    ConsulContractIT() {
        super(ServerKind.CONSUL, 3, ConsulFixture::new);
    }
}
