package dev.holdfast.zookeeper;

import dev.holdfast.spi.ConnectSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.curator.ensemble.fixed.FixedEnsembleProvider;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryForever;
import org.apache.curator.utils.ZookeeperFactory;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ZooKeeper handles that Curator makes, one after the other, and the connection events of each, taken at the handle
 * itself: with its identity, in order, before Curator judges them.
 *
 * <p>Curator makes a new handle when a session has expired. It would also give up a session after a timeout of silence,
 * although the store may have kept it: an ensemble without a quorum ends no session. There is no setting against that,
 * so Curator is not told of silence.
 */
final class Handles implements ZookeeperFactory, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Handles.class);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final ConnectSpec spec;
    private final Listener listener;
    private final CuratorFramework curator;

    /** Hears of the handles. Events of one handle come in order. */
    interface Listener {

        /**
         * The handle has a session, a new one or the one from before.
         *
         * @param sentNanos when the request that opened the session, or took it up again, was sent, or earlier
         */
        void connected(ZooKeeper handle, long sentNanos);

        void disconnected(ZooKeeper handle);

        /**
         * The session is over.
         *
         * @param handle null if whatever handle there was is no longer used
         */
        void over(@Nullable ZooKeeper handle);
    }

    Handles(ConnectSpec spec, Listener listener) {
        this.spec = spec;
        this.listener = listener;
        int timeoutMs = Math.toIntExact(spec.session().toMillis());
        String members = String.join(
                ",",
                spec.endpoints().stream().map(ConnectSpec.Endpoint::toString).toList());
        this.curator = CuratorFrameworkFactory.builder()
                .ensembleProvider(new FixedEnsembleProvider(members, false))
                .ensembleTracker(false)
                .zookeeperFactory(this)
                .threadFactory(task -> thread("zookeeper-curator-" + spec.namespace(), task))
                .sessionTimeoutMs(timeoutMs)
                .connectionTimeoutMs(timeoutMs)
                .retryPolicy(new RetryForever(1_000))
                .waitForShutdownTimeoutMs(Math.toIntExact(CLOSE_WAIT.toMillis()))
                .maxCloseWaitMs(Math.toIntExact(CLOSE_WAIT.toMillis()))
                .build();
    }

    void start() {
        curator.start();
    }

    /** Makes a new handle in the place of the present one, and closes that, in the background. */
    void replace() {
        thread("zookeeper-replace-" + spec.namespace(), () -> {
                    try {
                        curator.getZookeeperClient().reset();
                    } catch (Exception e) {
                        // declared so by Curator; the next heartbeat that finds no connection leads here again
                        log.warn("handle not replaced namespace={}", spec.namespace(), e);
                    }
                })
                .start();
    }

    @Override
    public ZooKeeper newZooKeeper(String members, int timeoutMs, Watcher curatorWatcher, boolean readOnly)
            throws IOException {
        return newZooKeeper(members, timeoutMs, curatorWatcher, readOnly, clientConfig());
    }

    @Override
    public ZooKeeper newZooKeeper(
            String members, int timeoutMs, Watcher curatorWatcher, boolean readOnly, ZKClientConfig config)
            throws IOException {
        listener.over(null);
        MemberRotation rotation = new MemberRotation(spec.endpoints(), spec.session(), spec.ticker());
        CompletableFuture<ZooKeeper> made = new CompletableFuture<>();
        Watcher watcher = event -> {
            tell(made.join(), rotation, event);
            if (event.getState() != Watcher.Event.KeeperState.Disconnected) {
                curatorWatcher.process(event);
            }
        };
        ZooKeeper handle = make(() -> new ZooKeeper(members, timeoutMs, watcher, false, rotation, config));
        made.complete(handle);
        return handle;
    }

    /**
     * SASL is left out where no login is configured: for it, the client looks up the name of each member that it connects
     * to, on the thread that also keeps the session alive. Where name servers do not answer, that takes longer than the
     * session lasts. Source: org.apache.zookeeper.SaslServerPrincipal.
     */
    private static ZKClientConfig clientConfig() {
        ZKClientConfig config = new ZKClientConfig();
        if (System.getProperty("java.security.auth.login.config") == null) {
            config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        }
        return config;
    }

    /** The client names its threads after the one that makes the handle. */
    private ZooKeeper make(Making making) throws IOException {
        Thread current = Thread.currentThread();
        String name = current.getName();
        current.setName("zookeeper-client-" + spec.namespace());
        try {
            return making.make();
        } finally {
            current.setName(name);
        }
    }

    private interface Making {
        ZooKeeper make() throws IOException;
    }

    private void tell(ZooKeeper handle, MemberRotation rotation, WatchedEvent event) {
        if (event.getType() != Watcher.Event.EventType.None) {
            return;
        }
        switch (event.getState()) {
            case SyncConnected -> listener.connected(handle, rotation.connectedTryNanos());
            case Disconnected -> listener.disconnected(handle);
            case Expired, Closed -> listener.over(handle);
            case AuthFailed -> log.warn("authentication failed namespace={}", spec.namespace());
            default -> log.debug("event {} namespace={}", event, spec.namespace());
        }
    }

    /** Ends the session at the store if it can be reached, waiting two seconds at most, and stops every thread. */
    @Override
    public void close() {
        Thread closer = thread("zookeeper-close-" + spec.namespace(), curator::close);
        closer.start();
        try {
            TimeUnit.NANOSECONDS.timedJoin(closer, CLOSE_WAIT.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // the client waits for an answer without a limit; an interrupt makes it close without one
        closer.interrupt();
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
