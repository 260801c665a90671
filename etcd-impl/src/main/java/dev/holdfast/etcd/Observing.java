package dev.holdfast.etcd;

import dev.holdfast.spi.Contention.Observation;
import org.jspecify.annotations.Nullable;

/** A watch that somebody outside has asked for and may close. */
final class Observing implements Observation {

    private final WatchHub hub;
    private final EventLoop loop;
    private final Gate gate;
    private @Nullable Subscription subscription;

    private Observing(WatchHub hub, EventLoop loop, Gate gate) {
        this.hub = hub;
        this.loop = loop;
        this.gate = gate;
    }

    static Observing start(WatchHub hub, EventLoop loop, Watched watched, Gate gate) {
        Observing observing = new Observing(hub, loop, gate);
        loop.execute(() -> observing.subscription = hub.subscribe(watched, 0));
        return observing;
    }

    @Override
    public void close() {
        gate.close();
        loop.execute(() -> {
            if (subscription != null) {
                hub.unsubscribe(subscription);
            }
        });
    }
}
