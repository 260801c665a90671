package dev.holdfast.etcd;

import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.ConnectSpec.Endpoint;
import dev.holdfast.spi.Security.Login;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2SecurityUtil;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.JdkSslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The members that may be asked, one connection to each, made when it is first needed. Safe for many threads. */
final class Members implements AutoCloseable {

    /** Least that grpc-java allows; the server of v3.5 takes pings every 5 s at most. */
    private static final long PING_SECONDS = 10;

    private static final int CONNECT_MS = 1_000;
    private static final int MESSAGE_BYTES_MAX = 64 << 20;
    private static final long CLOSE_MS = 1_000;

    private final EventLoopGroup io;
    private final @Nullable TokenLogin login;
    private final List<Member> members = new ArrayList<>();
    private final MemberChooser chooser;

    Members(ConnectSpec spec) {
        Optional<SslContext> tls = spec.security().tls().context().map(Members::tls);
        ThreadFactory named = new DefaultThreadFactory("etcd-io-" + spec.namespace(), true);
        this.io = Epoll.isAvailable() ? new EpollEventLoopGroup(1, named) : new NioEventLoopGroup(1, named);
        this.login = spec.security().login() instanceof Login.User user
                ? new TokenLogin(user, spec.namespace(), spec.ticker())
                : null;
        for (Endpoint endpoint : spec.endpoints()) {
            members.add(new Member(members.size(), endpoint, channel(endpoint, tls)));
        }
        this.chooser =
                new MemberChooser(members.size(), ThreadLocalRandom.current().nextInt(members.size()));
    }

    /** Offers HTTP/2 alone, with the ciphers that it allows. Source: RFC 9113 section 9.2. */
    private static SslContext tls(SSLContext context) {
        ApplicationProtocolConfig http2 = new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, "h2");
        return new JdkSslContext(
                context,
                true,
                Http2SecurityUtil.CIPHERS,
                SupportedCipherSuiteFilter.INSTANCE,
                http2,
                ClientAuth.NONE,
                null,
                false);
    }

    private ManagedChannel channel(Endpoint endpoint, Optional<SslContext> tls) {
        Metadata requireLeader = new Metadata();
        requireLeader.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port());
        tls.ifPresentOrElse(builder::sslContext, builder::usePlaintext);
        builder.intercept(MetadataUtils.newAttachHeadersInterceptor(requireLeader));
        if (login != null) {
            builder.intercept(login);
        }
        return builder.eventLoopGroup(io)
                .channelType(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                .directExecutor()
                .disableRetry()
                .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(3, TimeUnit.SECONDS)
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
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

    /** Returns whether there is a login that could be made again. */
    boolean canLogIn() {
        return login != null;
    }

    /** Has the next call log in again. */
    void loginIsOver() {
        if (login != null) {
            login.forget();
        }
    }

    /** Returns as whom the members are asked, for messages; empty if as nobody. */
    String asUser() {
        return login == null ? "" : " as " + login;
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
        if (login != null) {
            login.close();
        }
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
