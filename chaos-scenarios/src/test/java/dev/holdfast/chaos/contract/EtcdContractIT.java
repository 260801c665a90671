package dev.holdfast.chaos.contract;

import dev.holdfast.chaos.cluster.server.ServerKind;

/** The contract, on three members of etcd. */
class EtcdContractIT extends RealServersContract {
    EtcdContractIT() {
        super(ServerKind.ETCD, 3, EtcdFixture::new);
    }
}
