package dev.holdfast.chaos.peer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.curator.RetryPolicy;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.SessionConnectionStateErrorPolicy;
import org.apache.curator.framework.state.StandardConnectionStateErrorPolicy;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.ZooKeeper;

/** Connected clients of Curator, and what happens to their sessions. */
final class Curators {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private Curators() {}

    /** Connects a client that tries long enough to get over any broken connection. */
    static CuratorFramework connect(String endpoint, Duration session) throws InterruptedException {
        return connect(
                CuratorFrameworkFactory.builder().connectionStateErrorPolicy(new StandardConnectionStateErrorPolicy()),
                new RetryNTimes(100, 100),
                endpoint,
                session);
    }

    /** Connects a client that asks once. */
    static CuratorFramework connectImpatient(String endpoint, Duration session) throws InterruptedException {
        return connect(CuratorFrameworkFactory.builder(), new RetryNTimes(0, 0), endpoint, session);
    }

    /** Connects a client whose recipes go on until the session is lost. */
    static CuratorFramework connectLasting(String endpoint, Duration session) throws InterruptedException {
        return connect(
                CuratorFrameworkFactory.builder().connectionStateErrorPolicy(new SessionConnectionStateErrorPolicy()),
                new RetryNTimes(100, 100),
                endpoint,
                session);
    }

    private static CuratorFramework connect(
            CuratorFrameworkFactory.Builder builder, RetryPolicy retries, String endpoint, Duration session)
            throws InterruptedException {
        CuratorFramework client = builder.connectString(endpoint)
                .sessionTimeoutMs(Math.toIntExact(session.toMillis()))
                .retryPolicy(retries)
                .build();
        client.start();
        if (!client.blockUntilConnected(Math.toIntExact(CONNECT.toMillis()), TimeUnit.MILLISECONDS)) {
            client.close();
            throw new IllegalStateException("no connection to " + endpoint);
        }
        return client;
    }

    /** Returns a latch that opens when the client is connected the next time. */
    static CountDownLatch reconnection(CuratorFramework client) {
        CountDownLatch back = new CountDownLatch(1);
        client.getConnectionStateListenable().addListener((curator, state) -> {
            if (state == ConnectionState.RECONNECTED) {
                back.countDown();
            }
        });
        return back;
    }

    /** Ends the session, takes it over to do so, and returns when the client has a new one. */
    static void expire(CuratorFramework client, String endpoint) throws Exception {
        CountDownLatch back = reconnection(client);
        ZooKeeper own = client.getZookeeperClient().getZooKeeper();
        CountDownLatch taken = new CountDownLatch(1);
        ZooKeeper taker = new ZooKeeper(
                endpoint,
                own.getSessionTimeout(),
                event -> taken.countDown(),
                own.getSessionId(),
                own.getSessionPasswd());
        if (!taken.await(CONNECT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the session was not taken over");
        }
        taker.close();
        if (!back.await(CONNECT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the client has no new session");
        }
    }
}
