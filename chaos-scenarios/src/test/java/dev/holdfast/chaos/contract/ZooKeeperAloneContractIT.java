package dev.holdfast.chaos.contract;

import dev.holdfast.chaos.cluster.server.ServerKind;

/** The contract, on a single member of ZooKeeper. */
class ZooKeeperAloneContractIT extends RealServersContract {
    ZooKeeperAloneContractIT() {
        super(ServerKind.ZOOKEEPER, 1, ZooKeeperFixture::new);
    }
}
