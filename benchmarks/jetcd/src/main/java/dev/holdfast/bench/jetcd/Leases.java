package dev.holdfast.bench.jetcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.bench.worker.Setup;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;

/**
 * jetcd's connection, and leases that are kept alive: one for each contender, since two that share a lease do not exclude
 * each other; they are used again, so that none is granted in a measured operation but the first.
 *
 * <p>Source: jetcd's {@code Lock.lock}: "locking twice with the same lease is a no-op".
 */
final class Leases implements AutoCloseable {

    private final Client client;
    private final Duration session;
    private final Deque<Long> free = new ConcurrentLinkedDeque<>();

    Leases(Setup setup) {
        this.client = client(setup);
        this.session = setup.session();
    }

    static Client client(Setup setup) {
        return Client.builder()
                .endpoints(setup.endpoints().stream()
                        .map(endpoint -> "http://" + endpoint)
                        .toArray(String[]::new))
                .build();
    }

    Client client() {
        return client;
    }

    long take() throws InterruptedException {
        Long lease = free.poll();
        return lease == null ? grant() : lease;
    }

    void giveBack(long lease) {
        free.push(lease);
    }

    private long grant() throws InterruptedException {
        long id = get(client.getLeaseClient().grant(session.toSeconds())).getID();
        client.getLeaseClient().keepAlive(id, new StreamObserver<LeaseKeepAliveResponse>() {
            @Override
            public void onNext(LeaseKeepAliveResponse answer) {}

            @Override
            public void onError(Throwable error) {
                System.err.println("keep-alive of a lease: " + error);
            }

            @Override
            public void onCompleted() {}
        });
        return id;
    }

    static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    static <T> T get(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call of jetcd", e.getCause());
        }
    }

    /** Waits for an answer though interrupted: for giving back. */
    static void await(CompletableFuture<?> answer) {
        answer.join();
    }

    @Override
    public void close() {
        client.close();
    }
}
