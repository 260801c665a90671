package dev.holdfast.memory;

import dev.holdfast.Coordination;
import dev.holdfast.tck.BackendFixture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The store in memory, as the contract suite sees it. */
final class MemoryFixture implements BackendFixture {

    private static final String STORE = "contract";
    private static final AtomicLong CLIENTS = new AtomicLong();

    private final MemoryStore store = MemoryStore.named(STORE);

    @Override
    public Duration session() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Client connect(String namespace) throws InterruptedException {
        String name = "process-" + CLIENTS.incrementAndGet();
        return new MemoryClient(
                store,
                name,
                Coordination.connect(address(namespace) + "?client=" + name + "&session="
                        + session().toMillis() + "ms"));
    }

    @Override
    public String address(String namespace) {
        return "memory://" + STORE + ":1/" + namespace;
    }

    @Override
    public String deadAddress(String namespace) {
        MemoryStore.named("dead").cut("anybody");
        return "memory://dead:1/" + namespace + "?client=anybody";
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
    }

    @Override
    public void put(String namespace, String key, byte[] value) {
        store.put(namespace, key, value);
    }

    /** One process; a store in memory has no connections that could break. */
    record MemoryClient(MemoryStore store, String name, Coordination coordination) implements Client {

        @Override
        public void cut() {
            store.cut(name);
        }

        @Override
        public void cutAnswers() {
            store.cutAnswers(name);
        }

        @Override
        public void heal() {
            store.heal(name);
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
        }
    }
}
