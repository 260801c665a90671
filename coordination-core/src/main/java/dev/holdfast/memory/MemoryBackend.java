package dev.holdfast.memory;

import dev.holdfast.model.Capabilities;
import dev.holdfast.model.Capabilities.FailOver;
import dev.holdfast.model.Capabilities.WatchPromise;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.EntryState;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.WriteCondition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One client of a store in memory. */
final class MemoryBackend implements Backend {

    private final MemoryLink link;
    private final String namespace;
    private final Duration session;

    private MemoryBackend(MemoryLink link, String namespace, Duration session) {
        this.link = link;
        this.namespace = namespace;
        this.session = session;
    }

    static MemoryBackend connect(MemoryLink link, String namespace, Duration session, Deadline deadline)
            throws InterruptedException {
        boolean connected = false;
        try {
            link.start();
            link.session(deadline);
            connected = true;
            return new MemoryBackend(link, namespace, session);
        } finally {
            if (!connected) {
                link.close();
            }
        }
    }

    @Override
    public Capabilities capabilities() {
        Duration shortest = session.minus(link.heartbeatPeriod());
        Duration typical = session.minus(link.heartbeatPeriod().dividedBy(2));
        return new Capabilities("memory", session, new FailOver(shortest, typical, session), WatchPromise.EVERY);
    }

    @Override
    public Contention contention() {
        return new Queues();
    }

    @Override
    public Entries entries() {
        return new Values();
    }

    @Override
    public void close() {
        link.close();
    }

    private String path(String name) {
        return MemoryStore.path(namespace, name);
    }

    private final class Queues implements Contention {

        @Override
        public CompletableFuture<Place> enter(String queue, String label, int seats, Deadline deadline) {
            CompletableFuture<Place> entering = new CompletableFuture<>();
            Thread thread = new Thread(
                    () -> {
                        try {
                            Place place = enterNow(queue, label, seats, deadline);
                            if (!entering.complete(place)) {
                                place.leave();
                            }
                        } catch (CoordinationException | IllegalStateException | InterruptedException e) {
                            entering.completeExceptionally(e);
                        }
                    },
                    "memory-enter-" + namespace);
            thread.setDaemon(true);
            thread.start();
            return entering;
        }

        private Place enterNow(String queue, String label, int seats, Deadline deadline) throws InterruptedException {
            MemoryPlace place = new MemoryPlace(link.session(deadline), path(queue), label, seats);
            boolean answered = false;
            try {
                link.change("enter '" + queue + "'", deadline, state -> state.enter(place));
                answered = true;
                return place;
            } finally {
                if (!answered) {
                    place.leave();
                }
            }
        }

        @Override
        public List<Contender> contenders(String queue, Deadline deadline) throws InterruptedException {
            return link.read("list '" + queue + "'", deadline, state -> state.contenders(path(queue)));
        }

        @Override
        public Observation observe(String queue, int depth, Consumer<List<Contender>> listener) {
            StoreState.Observer observer = new StoreState.Observer(link, path(queue), depth, listener);
            link.post(observer, state -> state.observe(observer));
            return () -> link.forget(observer);
        }
    }

    private final class Values implements Entries {

        @Override
        public Optional<Entry> read(String key, Deadline deadline) throws InterruptedException {
            return link.read("read '" + key + "'", deadline, state -> state.read(path(key)))
                    .map(entry -> named(key, entry));
        }

        @Override
        public Entry write(String key, byte[] value, WriteCondition condition, Deadline deadline)
                throws InterruptedException {
            byte[] copy = value.clone();
            return named(
                    key,
                    link.change("write '" + key + "'", deadline, state -> state.write(path(key), copy, condition)));
        }

        @Override
        public boolean delete(String key, WriteCondition condition, Deadline deadline) throws InterruptedException {
            return link.change("delete '" + key + "'", deadline, state -> state.delete(path(key), condition));
        }

        @Override
        public Contention.Observation watch(String key, EntryListener listener) {
            StoreState.Watcher watcher = new StoreState.Watcher(link, path(key), new EntryListener() {
                @Override
                public void changed(EntryState state) {
                    listener.changed(state.entry()
                            .map(entry -> EntryState.present(named(key, entry)))
                            .orElse(state));
                }

                @Override
                public void confirmed(long atNanos) {
                    listener.confirmed(atNanos);
                }
            });
            link.post(watcher, state -> state.watch(watcher));
            return () -> link.forget(watcher);
        }

        /** Returns the entry under the key as its client names it, without the namespace. */
        private Entry named(String key, Entry entry) {
            return new Entry(key, entry.value(), entry.revision());
        }
    }
}
