package dev.holdfast.memory;

import dev.holdfast.Coordination;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.ConnectSpec.Endpoint;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Telemetry;
import dev.holdfast.spi.Ticker;
import dev.holdfast.tck.BackendFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The store in memory, behind a backend with one bug. */
final class PlantedFixture implements BackendFixture {

    private static final String STORE = "planted";
    private static final AtomicLong CLIENTS = new AtomicLong();

    private final MemoryStore store = MemoryStore.named(STORE);
    private final PlantedBug bug;

    PlantedFixture(PlantedBug bug) {
        this.bug = bug;
    }

    @Override
    public Duration session() {
        return Duration.ofSeconds(1);
    }

    /** Little, since most bugs show by something that never comes. */
    @Override
    public Duration patience() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Client connect(String namespace) throws InterruptedException {
        String name = "planted-" + CLIENTS.incrementAndGet();
        ConnectSpec spec = new ConnectSpec(
                List.of(new Endpoint(STORE, 1)),
                namespace,
                session(),
                0.1,
                Map.of("client", name),
                Ticker.SYSTEM,
                Telemetry.NONE);
        PlantedBackend backend = new PlantedBackend(
                new MemoryProvider().connect(spec, Deadline.after(Ticker.SYSTEM, Duration.ofSeconds(10))), bug);
        return new PlantedClient(
                store, name, backend, Coordination.over(backend, "memory:/" + namespace, Ticker.SYSTEM));
    }

    @Override
    public String address(String namespace) {
        return "memory://" + STORE + ":1/" + namespace;
    }

    @Override
    public String deadAddress(String namespace) {
        store.cut("dead");
        return address(namespace) + "?client=dead";
    }

    @Override
    public List<String> threadPrefixes() {
        return List.of("memory-");
    }

    @Override
    public List<String> queue(String namespace, String queue) {
        return store.queue(namespace, queue);
    }

    @Override
    public void removeQueue(String namespace, String queue) {
        store.removeQueue(namespace, queue);
        PlantedPlaces.RESTARTING.remove(queue);
    }

    @Override
    public void put(String namespace, String key, byte[] value) {
        store.put(namespace, key, value);
    }

    private record PlantedClient(MemoryStore store, String name, PlantedBackend backend, Coordination coordination)
            implements Client {

        @Override
        public void cut() {
            store.cut(name);
            backend.cut();
        }

        @Override
        public void cutAnswers() {
            store.cutAnswers(name);
        }

        @Override
        public void heal() {
            store.heal(name);
            backend.healed();
        }

        @Override
        public void disconnect() {
            // nothing to break
        }

        @Override
        public void expireSession() {
            store.expire(name);
        }

        @Override
        public void close() {
            coordination.close();
            backend.real().close();
        }
    }
}
