package dev.holdfast.bench.jetcd;

import dev.holdfast.bench.worker.Client;
import dev.holdfast.bench.worker.Setup;
import io.etcd.jetcd.election.LeaderKey;

/** jetcd's {@code Election}, which is the server's own election service. */
final class ElectionClient implements Client {

    private final Leases leases;

    ElectionClient(Setup setup) {
        this.leases = new Leases(setup);
    }

    @Override
    public Hold acquire(String name) throws InterruptedException {
        long lease = leases.take();
        var answer = Leases.get(leases.client()
                .getElectionClient()
                .campaign(Leases.bytes("jetcd-election-" + name), lease, Leases.bytes("candidate")));
        return new Led(leases, lease, answer.getLeader());
    }

    @Override
    public void close() {
        leases.close();
    }

    /** Its token is the create revision of the leader's key, which jetcd shows. */
    private record Led(Leases leases, long lease, LeaderKey leader) implements Hold {
        @Override
        public long token() {
            return leader.getRevision();
        }

        @Override
        public void close() {
            Leases.await(leases.client().getElectionClient().resign(leader));
            leases.giveBack(lease);
        }
    }
}
