package dev.holdfast.chaos.contract;

import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.BackendProvider;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.ConnectSpec.Endpoint;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Telemetry;
import dev.holdfast.spi.Ticker;
import dev.holdfast.tck.CuttableLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.ZooKeeper;

/** One ZooKeeper server, backends on it through links that can be cut, and a handle past them. */
final class ZooKeeperScene {

    static final Duration SESSION = Duration.ofSeconds(4);
    static final Duration BOUND = Duration.ofSeconds(20);

    private final RealServers servers;
    private final InetSocketAddress server;
    private final ZooKeeper admin;
    private final List<AutoCloseable> open = new ArrayList<>();

    private ZooKeeperScene(RealServers servers, InetSocketAddress server, ZooKeeper admin) {
        this.servers = servers;
        this.server = server;
        this.admin = admin;
    }

    static ZooKeeperScene start(String name, Path data) throws InterruptedException, IOException {
        List<String> known = new ArrayList<>();
        RealServers servers = RealServers.start(name, ServerKind.ZOOKEEPER, 1, data, endpoints -> {
            known.addAll(endpoints);
            return new ZooKeeperFixture(endpoints);
        });
        String[] parts = known.get(0).split(":", -1);
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper admin = new ZooKeeper(known.get(0), 30_000, event -> connected.countDown());
        if (!connected.await(BOUND.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("no answer of " + known);
        }
        return new ZooKeeperScene(servers, new InetSocketAddress(parts[0], Integer.parseInt(parts[1])), admin);
    }

    static String namespace() {
        return "tck/" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    static Deadline soon() {
        return Deadline.after(Ticker.SYSTEM, BOUND);
    }

    static Place entered(Backend backend, String queue, String label, int seats) throws InterruptedException {
        try {
            return backend.contention().enter(queue, label, seats, soon()).get(BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("not entered: " + queue, e);
        }
    }

    ZooKeeper admin() {
        return admin;
    }

    InetSocketAddress server() {
        return server;
    }

    /** Opens a link to the server on a free port. */
    CuttableLink link() {
        CuttableLink link = CuttableLink.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), server);
        open.add(link);
        return link;
    }

    Backend backend(String namespace) throws InterruptedException {
        return backend(namespace, link(), Telemetry.NONE);
    }

    Backend backend(String namespace, CuttableLink link, Telemetry telemetry) throws InterruptedException {
        ConnectSpec spec = new ConnectSpec(
                List.of(new Endpoint("127.0.0.1", link.port())),
                namespace,
                SESSION,
                0.1,
                Map.of(),
                Ticker.SYSTEM,
                telemetry);
        Backend backend = provider().connect(spec, soon());
        open.add(backend);
        return backend;
    }

    static BackendProvider provider() {
        for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
            if (provider.scheme().equals("zookeeper")) {
                return provider;
            }
        }
        throw new IllegalStateException("the ZooKeeper backend is not on the class path");
    }

    /** Closes what was opened for one test, latest first. */
    void closeClients() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        open.clear();
    }

    void stop() throws Exception {
        closeClients();
        admin.close();
        servers.stop();
    }

    /** Notes what it hears. */
    static final class Ear implements Telemetry {

        private final LinkedBlockingDeque<String> heard = new LinkedBlockingDeque<>();

        List<String> heard() {
            return List.copyOf(heard);
        }

        @Override
        public void sessionMade() {
            heard.add("made");
        }

        @Override
        public void sessionEnded(LossReason reason) {
            heard.add("ended " + reason);
        }

        @Override
        public void heartbeatAnswered(long tookNanos) {
            if (!"beat".equals(heard.peekLast())) {
                heard.add("beat");
            }
        }

        @Override
        public void reconnected() {
            heard.add("reconnected");
        }
    }
}
