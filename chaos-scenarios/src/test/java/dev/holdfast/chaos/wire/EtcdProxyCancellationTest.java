package dev.holdfast.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.cluster.server.ServerKind;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ends of streams, on a member of our own that can see and make them. */
class EtcdProxyCancellationTest {

    private static final long SECONDS_MAX = 10;
    private static final MethodDescriptor<byte[], byte[]> RENEWAL = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setFullMethodName("etcdserverpb.Lease/LeaseKeepAlive")
            .setType(MethodType.BIDI_STREAMING)
            .setRequestMarshaller(Bytes.MARSHALLER)
            .setResponseMarshaller(Bytes.MARSHALLER)
            .build();

    private final CompletableFuture<ServerCall<byte[], byte[]>> begun = new CompletableFuture<>();
    private final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private Server member;
    private RecordingProxy proxy;
    private ManagedChannel channel;
    private ClientCall<byte[], byte[]> call;

    @BeforeEach
    void open_a_stream() throws IOException {
        member = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder("etcdserverpb.Lease")
                        .addMethod(RENEWAL, (server, headers) -> {
                            begun.complete(server);
                            return new ServerCall.Listener<>() {
                                @Override
                                public void onCancel() {
                                    cancelled.complete(true);
                                }
                            };
                        })
                        .build())
                .build()
                .start();
        proxy = RecordingProxy.open(ServerKind.ETCD, "127.0.0.1:" + member.getPort());
        channel = NettyChannelBuilder.forAddress("127.0.0.1", proxy.port())
                .usePlaintext()
                .build();
        call = channel.newCall(RENEWAL, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.complete(status);
                    }
                },
                new Metadata());
        call.request(1);
    }

    @AfterEach
    void close_all() {
        channel.shutdownNow();
        proxy.close();
        member.shutdownNow();
    }

    @Test
    void the_member_hears_that_the_client_has_cancelled() throws Exception {
        assertThat(begun.get(SECONDS_MAX, TimeUnit.SECONDS)).isNotNull();
        call.cancel("enough", null);
        assertThat(cancelled.get(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void the_member_hears_that_the_connection_is_broken() throws Exception {
        assertThat(begun.get(SECONDS_MAX, TimeUnit.SECONDS)).isNotNull();
        proxy.breakConnections();
        assertThat(cancelled.get(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void the_client_hears_how_the_member_has_ended_it() throws Exception {
        begun.get(SECONDS_MAX, TimeUnit.SECONDS)
                .close(Status.RESOURCE_EXHAUSTED.withDescription("too many"), new Metadata());
        Status status = ended.get(SECONDS_MAX, TimeUnit.SECONDS);
        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).isEqualTo("too many");
    }
}
