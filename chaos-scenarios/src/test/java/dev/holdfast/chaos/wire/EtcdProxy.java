package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.wire.Order.Manner;
import dev.holdfast.chaos.wire.Order.Part;
import dev.holdfast.tck.CuttableLink;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A proxy for gRPC: a server that has every method, and a link before it whose connections can be broken. */
final class EtcdProxy implements RecordingProxy {

    private final Tap tap = new Tap();
    private final ExecutorService threads;
    private final ManagedChannel member;
    private final Server server;
    private final CuttableLink link;

    private EtcdProxy(InetSocketAddress target) throws IOException {
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "wire-etcd-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.member = NettyChannelBuilder.forAddress(target)
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .executor(threads)
                .build();
        InetSocketAddress own = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        this.server = NettyServerBuilder.forAddress(own)
                .executor(threads)
                .permitKeepAliveWithoutCalls(true)
                .permitKeepAliveTime(1, TimeUnit.MILLISECONDS)
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .fallbackHandlerRegistry(new EveryMethod())
                .build()
                .start();
        this.link = CuttableLink.open(own, new InetSocketAddress(own.getAddress(), server.getPort()));
    }

    static EtcdProxy open(InetSocketAddress member) {
        try {
            return new EtcdProxy(member);
        } catch (IOException e) {
            throw new UncheckedIOException("listen for " + member, e);
        }
    }

    @Override
    public int port() {
        return link.port();
    }

    @Override
    public Recording recording() {
        return tap.recording();
    }

    @Override
    public Order order(Part part, Manner manner, Predicate<Request> which, int nth) {
        return tap.order(part, manner, which, nth);
    }

    @Override
    public void breakConnections() {
        link.closeConnections();
    }

    @Override
    public void close() {
        link.close();
        tap.close();
        server.shutdownNow();
        member.shutdownNow();
        threads.shutdownNow();
    }

    private final class EveryMethod extends HandlerRegistry {
        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
            MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setFullMethodName(name)
                    .setType(MethodType.UNKNOWN)
                    .setRequestMarshaller(Bytes.MARSHALLER)
                    .setResponseMarshaller(Bytes.MARSHALLER)
                    .build();
            return ServerMethodDefinition.create(
                    method,
                    (call, headers) -> EtcdRelay.start(
                            call,
                            headers,
                            member,
                            new EtcdConversation(call.getMethodDescriptor(), tap),
                            EtcdProxy.this::breakConnections));
        }
    }
}
