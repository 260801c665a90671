package dev.holdfast.bench.consul;

import dev.holdfast.bench.worker.Client;
import dev.holdfast.bench.worker.Setup;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.KeyValueClient;
import org.kiwiproject.consul.async.ConsulResponseCallback;
import org.kiwiproject.consul.model.ConsulResponse;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.model.session.ImmutableSession;
import org.kiwiproject.consul.option.ConsistencyMode;
import org.kiwiproject.consul.option.ImmutableQueryOptions;

/**
 * Consul's session lock as its own Go library takes it, step by step: a session for each acquisition, a blocking query on
 * the key until nobody has it, {@code ?acquire}, and while it is held a consistent query that waits for its end.
 *
 * <p>Source: {@code api/lock.go} of Consul 1.8, {@code Lock}, {@code monitorLock}, {@code Unlock}.
 */
final class SessionClient implements Client {

    private static final String WAIT = "15s";
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration RENEW_AGAIN = Duration.ofSeconds(1);
    private static final long READ_TIMEOUT_MS = 90_000;

    private final Consul consul;
    private final KeyValueClient keys;
    private final Duration ttl;
    private final ScheduledThreadPoolExecutor renewals = new ScheduledThreadPoolExecutor(4);

    SessionClient(Setup setup) {
        this.consul = Consul.builder()
                .withUrl("http://" + setup.endpoints().get(0))
                .withReadTimeoutMillis(READ_TIMEOUT_MS)
                .withPing(false)
                .build();
        this.keys = consul.keyValueClient();
        this.ttl = setup.session();
        renewals.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Hold acquire(String name) throws InterruptedException {
        String key = "consul-session-" + name;
        Held held = new Held(key, createSession());
        BigInteger index = BigInteger.ZERO;
        while (true) {
            Optional<ConsulResponse<Value>> seen = read(key, index, ConsistencyMode.DEFAULT);
            if (seen.isPresent() && holder(seen.get().getResponse()).isPresent()) {
                index = seen.get().getIndex();
                continue;
            }
            if (keys.acquireLock(key, held.session)) {
                held.monitor(BigInteger.ZERO);
                return held;
            }
            seen = read(key, BigInteger.ZERO, ConsistencyMode.DEFAULT);
            if (seen.isPresent() && holder(seen.get().getResponse()).isPresent()) {
                index = seen.get().getIndex();
            } else {
                // a lock delay: nothing tells of its end
                boolean unused = new CountDownLatch(1).await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private String createSession() {
        return consul.sessionClient()
                .createSession(ImmutableSession.builder()
                        .name("Consul API Lock")
                        .ttl(ttl.toMillis() + "ms")
                        .build())
                .getId();
    }

    private static Optional<String> holder(Value value) {
        return value.getSession();
    }

    private Optional<ConsulResponse<Value>> read(String key, BigInteger index, ConsistencyMode mode) {
        return keys.getConsulResponseWithValue(
                key,
                ImmutableQueryOptions.builder()
                        .wait(WAIT)
                        .index(index)
                        .consistencyMode(mode)
                        .build());
    }

    @Override
    public void close() {
        renewals.shutdownNow();
        consul.destroy();
    }

    /** A lock that is held, with the renewal of its session and the query that watches it. */
    private final class Held implements Hold, ConsulResponseCallback<Optional<Value>> {

        private final String key;
        private final String session;
        private volatile boolean isOver;

        Held(String key, String session) {
            this.key = key;
            this.session = session;
            renewAfter(ttl.dividedBy(2));
        }

        private void renewAfter(Duration pause) {
            ScheduledFuture<?> unused = renewals.schedule(this::renew, pause.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** What fails is tried again a second later, as {@code RenewPeriodic} does. */
        private void renew() {
            if (isOver) {
                return;
            }
            Duration pause = RENEW_AGAIN;
            try {
                boolean renewed = consul.sessionClient().renewSession(session).isPresent();
                pause = renewed ? ttl.dividedBy(2) : RENEW_AGAIN;
            } catch (ConsulException e) {
                System.err.println("renewal of " + session + ": " + e);
            }
            if (!renewals.isShutdown()) {
                renewAfter(pause);
            }
        }

        void monitor(BigInteger index) {
            keys.getValue(
                    key,
                    ImmutableQueryOptions.builder()
                            .wait(WAIT)
                            .index(index)
                            .consistencyMode(ConsistencyMode.CONSISTENT)
                            .build(),
                    this);
        }

        @Override
        public void onComplete(ConsulResponse<Optional<Value>> answer) {
            if (answer.getResponse()
                    .flatMap(SessionClient::holder)
                    .filter(session::equals)
                    .isPresent()) {
                monitor(answer.getIndex());
            }
        }

        @Override
        public void onFailure(Throwable failure) {
            System.err.println("monitor of " + key + ": " + failure);
        }

        @Override
        public long token() {
            return 0;
        }

        @Override
        public void close() {
            isOver = true;
            keys.releaseLock(key, session);
            consul.sessionClient().destroySession(session);
        }
    }
}
