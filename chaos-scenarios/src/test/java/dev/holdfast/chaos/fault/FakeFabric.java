package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.Fabric;
import java.util.List;
import java.util.Map;

/** A network without places: programs run as they are. */
final class FakeFabric implements Fabric {

    @Override
    public Map<String, String> add(List<String> pods) {
        return Map.of();
    }

    @Override
    public List<String> inside(String pod, List<String> command) {
        return command;
    }

    @Override
    public void renew(String pod) {}

    @Override
    public void remove(String pod) {}

    @Override
    public boolean isPartitionable() {
        return false;
    }

    @Override
    public void close() {}
}
