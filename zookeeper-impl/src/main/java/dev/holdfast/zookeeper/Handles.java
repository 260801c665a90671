package dev.holdfast.zookeeper;

import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
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
    private final Proofs proofs;
    private final Listener listener;
    private final Visits visits;
    private final CuratorFramework curator;

    /** The handle that was made last. */
    private volatile @Nullable Handle latest;

    private volatile boolean closed;

    /** Hears of the handles. Events of one handle come in order. */
    interface Listener {

        /**
         * The handle has a session, a new one or the one from before.
         *
         * @param sentNanos when the request that opened the session, or took it up again, was sent, or earlier
         */
        void connected(ZooKeeper handle, long sentNanos);

        void disconnected(ZooKeeper handle);

        /** The ensemble does not believe that the handle is who it says, which is final for this handle. */
        void refused(ZooKeeper handle);

        /**
         * The session is over.
         *
         * @param handle null if whatever handle there was is no longer used
         */
        void over(@Nullable ZooKeeper handle);
    }

    Handles(ConnectSpec spec, Listener listener) {
        this.spec = spec;
        this.proofs = new Proofs(spec);
        this.listener = listener;
        int timeoutMs = Math.toIntExact(spec.session().toMillis());
        this.visits = new Visits(spec, proofs);
        this.curator = CuratorFrameworkFactory.builder()
                .ensembleProvider(new FixedEnsembleProvider(members(spec), false))
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

    /** Returns what opens handles beside the one in use. */
    Visits visits() {
        return visits;
    }

    /** Returns the members as the client is told of them. */
    static String members(ConnectSpec spec) {
        return String.join(
                ",",
                spec.endpoints().stream().map(ConnectSpec.Endpoint::toString).toList());
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

    /** Curator asks so, with a configuration of its own, which is not ours. */
    @Override
    public ZooKeeper newZooKeeper(
            String members, int timeoutMs, Watcher curatorWatcher, boolean readOnly, ZKClientConfig curators)
            throws IOException {
        return newZooKeeper(members, timeoutMs, curatorWatcher, readOnly);
    }

    @Override
    public ZooKeeper newZooKeeper(String members, int timeoutMs, Watcher curatorWatcher, boolean readOnly)
            throws IOException {
        if (closed) {
            throw new IOException("no new handle: the connection is closed, namespace " + spec.namespace());
        }
        listener.over(null);
        MemberRotation rotation = new MemberRotation(spec.endpoints(), spec.session(), spec.ticker());
        CompletableFuture<ZooKeeper> made = new CompletableFuture<>();
        Watcher watcher = event -> {
            tell(made.join(), rotation, event);
            if (event.getState() != Watcher.Event.KeeperState.Disconnected) {
                curatorWatcher.process(event);
            }
        };
        Handle handle =
                Handle.make(spec.namespace(), () -> new Handle(members, timeoutMs, watcher, rotation, proofs.config()));
        proofs.introduce(handle);
        latest = handle;
        made.complete(handle);
        if (closed) {
            thread("zookeeper-abandon-" + spec.namespace(), () -> abandon(handle))
                    .start();
        }
        return handle;
    }

    private void tell(ZooKeeper handle, MemberRotation rotation, WatchedEvent event) {
        // the client tells of a step of SASL that changed nothing as an event without a state
        if (event.getType() != Watcher.Event.EventType.None || event.getState() == null) {
            return;
        }
        switch (event.getState()) {
            case SyncConnected -> listener.connected(handle, rotation.connectedTryNanos());
            case Disconnected -> listener.disconnected(handle);
            case Expired, Closed -> listener.over(handle);
            case AuthFailed -> listener.refused(handle);
            default -> log.debug("event {} namespace={}", event, spec.namespace());
        }
    }

    /** Ends the session at the store if it can be reached, waiting two seconds at most, and stops every thread. */
    @Override
    public void close() {
        closed = true;
        Deadline deadline = Deadline.after(spec.ticker(), CLOSE_WAIT);
        Thread closer = thread("zookeeper-close-" + spec.namespace(), () -> {
            // before Curator, which does not tell whether it was answered
            endSession(deadline);
            curator.close();
            // Curator knows nothing of a handle that it was having made meanwhile, for a session that has expired
            abandon(latest);
        });
        closer.start();
        try {
            TimeUnit.NANOSECONDS.timedJoin(closer, deadline.remainingNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // the client waits for an answer without a limit; an interrupt makes it close without one
        closer.interrupt();
        proofs.close();
    }

    private void endSession(Deadline deadline) {
        Handle last = latest;
        try {
            if (last != null && !last.endSession()) {
                visits.endSession(last, deadline);
            }
        } catch (IOException e) {
            log.warn("session not ended namespace={}; it runs out", spec.namespace(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the threads of a handle, without asking the store. */
    private static void abandon(@Nullable Handle handle) {
        if (handle != null && handle.getState().isAlive()) {
            Thread.currentThread().interrupt();
            try {
                handle.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
