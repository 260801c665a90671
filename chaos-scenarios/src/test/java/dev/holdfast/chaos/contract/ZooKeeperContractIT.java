package dev.holdfast.chaos.contract;

import dev.holdfast.chaos.cluster.server.ServerKind;

/** The contract, on three members of ZooKeeper. */
class ZooKeeperContractIT extends RealServersContract {
    ZooKeeperContractIT() {
        super(ServerKind.ZOOKEEPER, 3, ZooKeeperFixture::new);
    }
}
