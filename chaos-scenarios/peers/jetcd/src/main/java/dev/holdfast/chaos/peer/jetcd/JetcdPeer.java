package dev.holdfast.chaos.peer.jetcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch.Listener;
import io.etcd.jetcd.Watch.Watcher;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchEvent.EventType;
import io.etcd.jetcd.watch.WatchResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;

/** One client of jetcd. */
public final class JetcdPeer implements AutoCloseable {

    private final Client client;

    /** @param endpoint {@code host:port} of a member */
    public JetcdPeer(String endpoint) {
        this.client = Client.builder().endpoints("http://" + endpoint).build();
    }

    /**
     * Watches all keys with a prefix, and returns once the member has confirmed it.
     *
     * @param onPut gets the key and the value of each event of a write
     * @param onEnd is run when nothing more will be told
     */
    public AutoCloseable watch(String prefix, BiConsumer<String, String> onPut, Runnable onEnd)
            throws InterruptedException {
        CountDownLatch created = new CountDownLatch(1);
        WatchOption option =
                WatchOption.builder().isPrefix(true).withCreateNotify(true).build();
        Watcher watcher = client.getWatchClient().watch(bytes(prefix), option, new Teller(created, onPut, onEnd));
        created.await();
        return watcher;
    }

    /** Makes a lease that nobody keeps alive. */
    public CompletableFuture<Long> grant(long ttlSeconds) {
        return client.getLeaseClient().grant(ttlSeconds).thenApply(answer -> answer.getID());
    }

    /** Asks for a lock; completes with the key of the holder. Cancelling it is how a waiter gives up. */
    public CompletableFuture<String> lock(String name, long lease) {
        return client.getLockClient()
                .lock(bytes(name), lease)
                .thenApply(answer -> answer.getKey().toString(UTF_8));
    }

    public CompletableFuture<Boolean> unlock(String key) {
        return client.getLockClient().unlock(bytes(key)).thenApply(answer -> true);
    }

    @Override
    public void close() {
        client.close();
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    private record Teller(CountDownLatch created, BiConsumer<String, String> onPut, Runnable onEnd)
            implements Listener {

        @Override
        public void onNext(WatchResponse response) {
            created.countDown();
            for (WatchEvent event : response.getEvents()) {
                if (event.getEventType() == EventType.PUT) {
                    onPut.accept(
                            event.getKeyValue().getKey().toString(UTF_8),
                            event.getKeyValue().getValue().toString(UTF_8));
                }
            }
        }

        @Override
        public void onError(Throwable error) {
            // followed by another attempt, or by the end
        }

        @Override
        public void onCompleted() {
            onEnd.run();
        }
    }
}
