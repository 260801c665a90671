package dev.holdfast.bench.jetcd;

import dev.holdfast.bench.worker.Client;
import dev.holdfast.bench.worker.Setup;
import io.etcd.jetcd.ByteSequence;

/** jetcd's {@code Lock}, which is the server's own lock service. */
final class LockClient implements Client {

    private final Leases leases;

    LockClient(Setup setup) {
        this.leases = new Leases(setup);
    }

    @Override
    public Hold acquire(String name) throws InterruptedException {
        long lease = leases.take();
        var answer = Leases.get(leases.client().getLockClient().lock(Leases.bytes("jetcd-lock-" + name), lease));
        return new Held(leases, lease, answer.getKey());
    }

    @Override
    public void close() {
        leases.close();
    }

    private record Held(Leases leases, long lease, ByteSequence key) implements Hold {
        @Override
        public long token() {
            return 0;
        }

        @Override
        public void close() {
            Leases.await(leases.client().getLockClient().unlock(key));
            leases.giveBack(lease);
        }
    }
}
