package dev.holdfast.chaos.contract;

import dev.holdfast.chaos.cluster.server.ServerKind;

/** The contract, on a single member of etcd. */
class EtcdAloneContractIT extends RealServersContract {
    EtcdAloneContractIT() {
        super(ServerKind.ETCD, 1, EtcdFixture::new);
    }
}
