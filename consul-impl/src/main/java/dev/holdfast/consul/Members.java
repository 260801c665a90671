package dev.holdfast.consul;

import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Security;
import dev.holdfast.spi.Security.Login;
import dev.holdfast.spi.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The members that may be asked, and which of them is asked now: the one that answered last, until it fails. */
final class Members implements AutoCloseable {

    private static final int IDLE_CONNECTIONS_MAX = 64;
    private static final Duration IDLE_MAX = Duration.ofSeconds(30);

    private final List<Member> members;
    private final AtomicInteger chosen = new AtomicInteger();
    private final OkHttpClient http;
    private final Telemetry telemetry;
    private volatile boolean broken;

    Members(ConnectSpec spec, ExecutorService calls, Duration connectTimeout) {
        Dispatcher dispatcher = new Dispatcher(calls);
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        // each call has its own bound; and a request is never sent twice behind our back
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS_MAX, IDLE_MAX.toMillis(), TimeUnit.MILLISECONDS))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .connectTimeout(connectTimeout)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO);
        SendMark.installOn(builder);
        Security security = spec.security();
        security.tls().context().ifPresent(context -> TlsSockets.installOn(builder, context));
        if (security.login() instanceof Login.Token token) {
            AclToken.installOn(builder, token.token());
        }
        this.http = builder.build();
        String scheme = security.tls().isOn() ? "https" : "http";
        this.telemetry = spec.telemetry();
        this.members = spec.endpoints().stream()
                .map(endpoint -> new Member(scheme, endpoint, http, spec.ticker()))
                .toList();
    }

    int size() {
        return members.size();
    }

    Member chosen() {
        return members.get(Math.floorMod(chosen.get(), members.size()));
    }

    /** Notes that the chosen member answers, for the first time after one failed perhaps. */
    void answered() {
        if (broken) {
            broken = false;
            telemetry.reconnected();
        }
    }

    /** Notes that a member failed: if it is still the chosen one, the next is. */
    void failed(Member member) {
        broken = true;
        int now = chosen.get();
        if (members.get(Math.floorMod(now, members.size())) == member) {
            chosen.compareAndSet(now, now + 1);
        }
    }

    /** Gives up every request under way, and closes every connection. */
    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.connectionPool().evictAll();
    }
}
