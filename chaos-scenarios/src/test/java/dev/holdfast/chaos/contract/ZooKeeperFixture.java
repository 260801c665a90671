package dev.holdfast.chaos.contract;

import dev.holdfast.Coordination;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.BackendProvider;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.ConnectSpec.Endpoint;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Telemetry;
import dev.holdfast.spi.Ticker;
import dev.holdfast.tck.BackendFixture;
import dev.holdfast.tck.CuttableLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/** ZooKeeper members, as the contract suite sees them: clients through links of their own, the suite past the backend. */
public final class ZooKeeperFixture implements BackendFixture, AutoCloseable {

    /** The client pauses for up to a second before each reconnect, which must not cost the session. */
    private static final Duration SESSION = Duration.ofSeconds(4);

    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int SEQUENCE_DIGITS = 10;

    private final List<String> members;
    private final ZooKeeper admin;

    /** @param endpoints {@code host:port} of each member */
    public ZooKeeperFixture(List<String> endpoints) throws InterruptedException {
        this.members = List.copyOf(endpoints);
        this.admin = open(0, new byte[0]);
    }

    private ZooKeeper open(long session, byte[] password) throws InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        try {
            ZooKeeper handle = new ZooKeeper(
                    String.join(",", members),
                    Math.toIntExact(ANSWER.toMillis()),
                    event -> {
                        if (event.getState() == KeeperState.SyncConnected || event.getState() == KeeperState.Expired) {
                            connected.countDown();
                        }
                    },
                    session,
                    password);
            if (!connected.await(ANSWER.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("no member of " + members + " answered");
            }
            return handle;
        } catch (IOException e) {
            throw new UncheckedIOException("connect to " + members, e);
        }
    }

    @Override
    public boolean mayHearOfEntryBeforeSession() {
        return true;
    }

    @Override
    public Duration session() {
        return SESSION;
    }

    @Override
    public Client connect(String namespace) throws InterruptedException {
        List<CuttableLink> links = new ArrayList<>();
        for (String member : members) {
            String[] parts = member.split(":", -1);
            links.add(CuttableLink.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    new InetSocketAddress(parts[0], Integer.parseInt(parts[1]))));
        }
        List<Endpoint> endpoints = links.stream()
                .map(link -> new Endpoint("127.0.0.1", link.port()))
                .toList();
        ConnectSpec spec = new ConnectSpec(endpoints, namespace, SESSION, 0.1, Map.of(), Ticker.SYSTEM, Telemetry.NONE);
        return new ZooKeeperProcess(namespace, provider().connect(spec, answer()), links);
    }

    private static BackendProvider provider() {
        for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
            if (provider.scheme().equals("zookeeper")) {
                return provider;
            }
        }
        throw new IllegalStateException("the ZooKeeper backend is not on the class path");
    }

    private static Deadline answer() {
        return Deadline.after(Ticker.SYSTEM, ANSWER);
    }

    @Override
    public String address(String namespace) {
        return "zookeeper://" + String.join(",", members) + '/' + namespace;
    }

    @Override
    public String deadAddress(String namespace) {
        return "zookeeper://127.0.0.1:9/" + namespace;
    }

    @Override
    public List<String> threadPrefixes() {
        return List.of("zookeeper-", "Curator-");
    }

    @Override
    public List<String> queue(String namespace, String queue) {
        String path = path(namespace, queue);
        return ask(() -> {
            if (admin.exists(path, false) == null) {
                return List.of();
            }
            return admin.getChildren(path, false).stream()
                    .filter(name -> name.contains("-lock-"))
                    .toList();
        });
    }

    /** Removes all at once, those who wait first, so that none of them comes to the head on the way. */
    @Override
    public void removeQueue(String namespace, String queue) {
        String path = path(namespace, queue);
        while (!ask(() -> removed(path))) {
            // somebody has entered or left meanwhile
        }
    }

    private boolean removed(String path) throws KeeperException, InterruptedException {
        try {
            List<Op> deletes = new ArrayList<>();
            admin.getChildren(path, false).stream()
                    .sorted(Comparator.comparing(ZooKeeperFixture::sequence).reversed())
                    .forEach(name -> deletes.add(Op.delete(path + '/' + name, -1)));
            deletes.add(Op.delete(path, -1));
            admin.multi(deletes);
            return true;
        } catch (KeeperException.NoNodeException e) {
            return admin.exists(path, false) == null;
        } catch (KeeperException.NotEmptyException e) {
            return false;
        }
    }

    private static String sequence(String name) {
        return name.substring(Math.max(0, name.length() - SEQUENCE_DIGITS));
    }

    @Override
    public void put(String namespace, String key, byte[] value) {
        ask(() -> admin.setData(path(namespace, key), value, -1));
    }

    private static String path(String namespace, String name) {
        return '/' + namespace + '/' + name;
    }

    private static <T> T ask(Request<T> request) {
        try {
            return request.answer();
        } catch (KeeperException e) {
            throw new IllegalStateException("the members did not do it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        ask(() -> {
            admin.close();
            return true;
        });
    }

    private interface Request<T> {
        T answer() throws KeeperException, InterruptedException;
    }

    /** One process, with a link to each member. */
    private final class ZooKeeperProcess implements Client {

        /** Makes a session's password of its number. Source: {@code ZooKeeperServer.generatePasswd} of ZooKeeper 3.9.5. */
        private static final long PASSWORD_SEED = 0XB3415C00L;

        private static final int PASSWORD_BYTES = 16;

        private final Backend backend;
        private final Coordination coordination;
        private final List<CuttableLink> links;

        ZooKeeperProcess(String namespace, Backend backend, List<CuttableLink> links) {
            this.backend = backend;
            this.coordination = Coordination.over(backend, "zookeeper:/" + namespace, Ticker.SYSTEM);
            this.links = List.copyOf(links);
        }

        @Override
        public Coordination coordination() {
            return coordination;
        }

        @Override
        public void cut() {
            links.forEach(CuttableLink::cut);
        }

        @Override
        public void cutAnswers() {
            links.forEach(CuttableLink::cutAnswers);
        }

        @Override
        public void heal() {
            links.forEach(CuttableLink::heal);
        }

        @Override
        public void disconnect() {
            links.forEach(CuttableLink::closeConnections);
        }

        /** Takes the session over with its number and password, and closes it. */
        @Override
        public void expireSession() {
            ask(() -> {
                Place place =
                        backend.contention().enter("fixture", "", 1, answer()).join();
                long session = Long.parseUnsignedLong(place.session().id().substring(2), 16);
                place.leave();
                byte[] password = new byte[PASSWORD_BYTES];
                new Random(session ^ PASSWORD_SEED).nextBytes(password);
                open(session, password).close();
                return true;
            });
        }

        @Override
        public void close() {
            coordination.close();
            links.forEach(CuttableLink::close);
        }
    }
}
