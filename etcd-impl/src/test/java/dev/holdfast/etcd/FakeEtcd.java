package dev.holdfast.etcd;

import dev.holdfast.spi.Backend;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Telemetry;
import dev.holdfast.spi.Ticker;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeRequest.SortOrder;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** One member of etcd with a will: as much of it as this backend asks for, and the faults that real ones have. */
final class FakeEtcd implements AutoCloseable {

    private final Object lock = new Object();
    private final FakeStore store = new FakeStore();
    private final FakeWatches watches = new FakeWatches(lock, store);

    /** What was granted, by the id. */
    private final Map<Long, Long> leases = new HashMap<>();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Server server;
    private long leastTtl = 2;
    private int reads;
    private int answersLost;
    private int grantsLost;
    private boolean holdsGrants;
    private Runnable heldGrant = () -> {};

    FakeEtcd() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .executor(threads)
                .addService(new Keys())
                .addService(new Leases())
                .addService(new Status())
                .addService(watches)
                .build()
                .start();
    }

    Backend connect(Duration session, Telemetry telemetry) throws InterruptedException {
        return connect(session, telemetry, Deadline.after(Ticker.SYSTEM, Duration.ofSeconds(10)));
    }

    /** Connects by a deadline, with its clock. */
    Backend connect(Duration session, Telemetry telemetry, Deadline deadline) throws InterruptedException {
        ConnectSpec spec = new ConnectSpec(
                List.of(new ConnectSpec.Endpoint("127.0.0.1", server.getPort())),
                "shop",
                session,
                0.1,
                Map.of(),
                deadline.ticker(),
                telemetry);
        return new EtcdBackendProvider().connect(spec, deadline);
    }

    Backend connect() throws InterruptedException {
        return connect(Duration.ofSeconds(3), Telemetry.NONE);
    }

    /** Changes the store past the backend, and has its watches told. */
    void change(Consumer<FakeStore> change) {
        synchronized (lock) {
            change.accept(store);
            watches.changed();
        }
    }

    /** Does something with the watches. */
    void watches(Consumer<FakeWatches> deed) {
        synchronized (lock) {
            deed.accept(watches);
        }
    }

    int watchCount() {
        synchronized (lock) {
            return watches.count();
        }
    }

    int watchesCreated() {
        synchronized (lock) {
            return watches.created();
        }
    }

    /** Ends every lease and removes what is bound to it. */
    void revokeAll() {
        change(changed -> {
            leases.keySet().forEach(changed::revoke);
            leases.clear();
        });
    }

    void leastTtl(long seconds) {
        synchronized (lock) {
            leastTtl = seconds;
        }
    }

    int leases() {
        synchronized (lock) {
            return leases.size();
        }
    }

    /** Returns how often somebody has looked at who is before a place. */
    int looks() {
        synchronized (lock) {
            return reads;
        }
    }

    /** Applies the next transactions that write, and does not answer them. */
    void loseAnswers(int count) {
        synchronized (lock) {
            answersLost = count;
        }
    }

    /** Grants the next leases, and does not answer them. */
    void loseGrants(int count) {
        synchronized (lock) {
            grantsLost = count;
        }
    }

    /** Grants the next lease, and answers it when it is told to. */
    void holdGrant() {
        synchronized (lock) {
            holdsGrants = true;
        }
    }

    void answerHeldGrant() {
        synchronized (lock) {
            holdsGrants = false;
            heldGrant.run();
        }
    }

    private static <R> void lose(StreamObserver<R> out) {
        out.onError(
                io.grpc.Status.UNAVAILABLE.withDescription("the answer is lost").asRuntimeException());
    }

    private static <R> void answer(StreamObserver<R> out, R response) {
        out.onNext(response);
        out.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
        threads.shutdownNow();
    }

    private final class Keys extends KVGrpc.KVImplBase {
        @Override
        public void range(RangeRequest request, StreamObserver<RangeResponse> out) {
            synchronized (lock) {
                answer(out, store.range(request));
            }
        }

        @Override
        public void txn(TxnRequest request, StreamObserver<TxnResponse> out) {
            synchronized (lock) {
                boolean isLook = request.getSuccessList().stream()
                        .map(RequestOp::getRequestRange)
                        .anyMatch(
                                range -> range.getMaxCreateRevision() > 0 && range.getSortOrder() == SortOrder.DESCEND);
                reads += isLook ? 1 : 0;
                boolean writes = request.getSuccessList().stream().anyMatch(op -> !op.hasRequestRange());
                TxnResponse response = store.txn(request);
                if (writes && answersLost > 0) {
                    answersLost--;
                    lose(out);
                } else {
                    answer(out, response);
                }
                watches.changed();
            }
        }
    }

    private final class Leases extends LeaseGrpc.LeaseImplBase {
        @Override
        public void leaseGrant(LeaseGrantRequest request, StreamObserver<LeaseGrantResponse> out) {
            synchronized (lock) {
                long granted = Math.max(leastTtl, request.getTTL());
                if (leases.putIfAbsent(request.getID(), granted) != null) {
                    out.onError(io.grpc.Status.FAILED_PRECONDITION
                            .withDescription("etcdserver: lease already exists")
                            .asRuntimeException());
                } else if (grantsLost > 0) {
                    grantsLost--;
                    lose(out);
                } else {
                    LeaseGrantResponse response = LeaseGrantResponse.newBuilder()
                            .setID(request.getID())
                            .setTTL(granted)
                            .build();
                    heldGrant = () -> answer(out, response);
                    if (!holdsGrants) {
                        heldGrant.run();
                    }
                }
            }
        }

        @Override
        public void leaseRevoke(LeaseRevokeRequest request, StreamObserver<LeaseRevokeResponse> out) {
            synchronized (lock) {
                leases.remove(request.getID());
                store.revoke(request.getID());
                answer(out, LeaseRevokeResponse.getDefaultInstance());
                watches.changed();
            }
        }

        @Override
        public void leaseTimeToLive(LeaseTimeToLiveRequest request, StreamObserver<LeaseTimeToLiveResponse> out) {
            synchronized (lock) {
                Long granted = leases.get(request.getID());
                answer(
                        out,
                        LeaseTimeToLiveResponse.newBuilder()
                                .setTTL(granted == null ? -1 : 1)
                                .setGrantedTTL(granted == null ? 0 : granted)
                                .build());
            }
        }

        @Override
        public StreamObserver<LeaseKeepAliveRequest> leaseKeepAlive(StreamObserver<LeaseKeepAliveResponse> out) {
            return new StreamObserver<>() {
                @Override
                public void onNext(LeaseKeepAliveRequest request) {
                    synchronized (lock) {
                        long ttl = leases.containsKey(request.getID()) ? 3 : 0;
                        out.onNext(LeaseKeepAliveResponse.newBuilder()
                                .setID(request.getID())
                                .setTTL(ttl)
                                .build());
                    }
                }

                @Override
                public void onError(Throwable error) {
                    // the client is gone
                }

                @Override
                public void onCompleted() {
                    out.onCompleted();
                }
            };
        }
    }

    private static final class Status extends MaintenanceGrpc.MaintenanceImplBase {
        @Override
        public void status(StatusRequest request, StreamObserver<StatusResponse> out) {
            answer(out, StatusResponse.newBuilder().setVersion("3.5.21").build());
        }
    }
}
