package dev.holdfast.bench.ours;

import com.google.protobuf.ByteString;
import dev.holdfast.bench.worker.Client;
import dev.holdfast.bench.worker.Setup;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** etcd's own stubs over gRPC, with nothing on top of them. */
final class RawEtcd implements Client {

    private final ManagedChannel channel;
    private final KVGrpc.KVBlockingStub blocking;
    private final KVGrpc.KVStub later;

    private RawEtcd(ManagedChannel channel) {
        this.channel = channel;
        this.blocking = KVGrpc.newBlockingStub(channel);
        this.later = KVGrpc.newStub(channel);
    }

    static RawEtcd connect(Setup setup) {
        return new RawEtcd(NettyChannelBuilder.forTarget(setup.endpoints().get(0))
                .usePlaintext()
                .directExecutor()
                .build());
    }

    @Override
    public void writeAndDelete(String key) {
        ByteString bytes = ByteString.copyFromUtf8(key);
        var put = blocking.put(PutRequest.newBuilder().setKey(bytes).build());
        var deleted = blocking.deleteRange(
                DeleteRangeRequest.newBuilder().setKey(bytes).build());
        if (deleted.getDeleted() != 1) {
            throw new IllegalStateException("deleted " + deleted.getDeleted() + " after " + put.getHeader());
        }
    }

    @Override
    public CompletionStage<?> write(String key, String value) {
        CompletableFuture<PutResponse> written = new CompletableFuture<>();
        PutRequest request = PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(HoldfastClient.NAMESPACE + "/config/" + key))
                .setValue(ByteString.copyFromUtf8(value))
                .build();
        later.put(request, new StreamObserver<>() {
            @Override
            public void onNext(PutResponse answer) {
                written.complete(answer);
            }

            @Override
            public void onError(Throwable error) {
                written.completeExceptionally(error);
            }

            @Override
            public void onCompleted() {}
        });
        return written;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
