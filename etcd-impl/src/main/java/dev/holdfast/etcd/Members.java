package dev.holdfast.etcd;

import dev.holdfast.spi.ConnectSpec.Endpoint;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The members that may be asked, one connection to each, made when it is first needed. Safe for many threads. */
final class Members implements AutoCloseable {

    /** Least that grpc-java allows; the server of v3.5 takes pings every 5 s at most. */
    private static final long PING_SECONDS = 10;

    private static final int CONNECT_MS = 1_000;
    private static final int MESSAGE_BYTES_MAX = 64 << 20;
    private static final long CLOSE_MS = 1_000;

    private final EventLoopGroup io;
    private final List<Member> members = new ArrayList<>();
    private final MemberChooser chooser;

    Members(List<Endpoint> endpoints, String namespace) {
        this.io = new NioEventLoopGroup(1, new DefaultThreadFactory("etcd-io-" + namespace, true));
        for (Endpoint endpoint : endpoints) {
            members.add(new Member(members.size(), endpoint, channel(endpoint)));
        }
        this.chooser =
                new MemberChooser(members.size(), ThreadLocalRandom.current().nextInt(members.size()));
    }

    private ManagedChannel channel(Endpoint endpoint) {
        Metadata requireLeader = new Metadata();
        requireLeader.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
        return NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port())
                .usePlaintext()
                .eventLoopGroup(io)
                .channelType(NioSocketChannel.class)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                .directExecutor()
                .disableRetry()
                .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(3, TimeUnit.SECONDS)
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .intercept(MetadataUtils.newAttachHeadersInterceptor(requireLeader))
                .build();
    }

    /** Returns the member to ask now. */
    Member pick() {
        Member member = members.get(chooser.current());
        if (member.channel().getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            // it has not been asked for a while, and must not be held against its failure of then
            member.channel().resetConnectBackoff();
        }
        return member;
    }

    /** Turns away from a member that did not do its work. */
    void failed(Member member) {
        chooser.failed(member.index());
    }

    int size() {
        return members.size();
    }

    /** Returns the one thread on which everything from the members arrives. */
    EventExecutor loop() {
        return io.next();
    }

    @Override
    public void close() {
        members.forEach(member -> member.channel().shutdownNow());
        boolean own = loop().inEventLoop();
        var ended = io.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS);
        if (!own) {
            ended.awaitUninterruptibly(CLOSE_MS);
        }
    }

    @Override
    public String toString() {
        return members.stream()
                .map(member -> member.endpoint().toString())
                .toList()
                .toString();
    }

    /** One member and the connection to it. */
    record Member(int index, Endpoint endpoint, ManagedChannel channel) {
        @Override
        public String toString() {
            return endpoint.toString();
        }
    }
}
