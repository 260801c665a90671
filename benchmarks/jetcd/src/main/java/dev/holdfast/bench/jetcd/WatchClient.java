package dev.holdfast.bench.jetcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.bench.worker.Setup;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** jetcd's {@code Watch}, on the key that Holdfast keeps a config value at. */
final class WatchClient implements dev.holdfast.bench.worker.Client {

    private final Client client;

    WatchClient(Setup setup) {
        this.client = Leases.client(setup);
    }

    @Override
    public Watching watch(String key, Consumer<String> onValue) throws InterruptedException {
        CountDownLatch created = new CountDownLatch(1);
        Watch.Watcher watcher = client.getWatchClient()
                .watch(
                        Leases.bytes("holdfast/config/" + key),
                        io.etcd.jetcd.options.WatchOption.builder()
                                .withCreateNotify(true)
                                .build(),
                        response -> {
                            created.countDown();
                            tell(response, onValue);
                        });
        created.await();
        return watcher::close;
    }

    private static void tell(WatchResponse response, Consumer<String> onValue) {
        for (WatchEvent event : response.getEvents()) {
            onValue.accept(event.getKeyValue().getValue().toString(UTF_8));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
