package dev.holdfast;

import dev.holdfast.model.Capabilities;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.WriteCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** A backend that notes what is asked of another one. */
final class CountingBackend implements Backend, Contention, Entries {

    private final Backend real;
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    CountingBackend(Backend real) {
        this.real = real;
    }

    /** Returns what has been asked since the last call. */
    List<String> asked() {
        List<String> all = new ArrayList<>();
        asked.drainTo(all);
        return all;
    }

    @Override
    public CompletableFuture<Place> enter(String queue, String label, int seats, Deadline deadline) {
        asked.add("enter");
        return real.contention().enter(queue, label, seats, deadline);
    }

    @Override
    public List<Contender> contenders(String queue, Deadline deadline) throws InterruptedException {
        asked.add("contenders");
        return real.contention().contenders(queue, deadline);
    }

    @Override
    public Observation observe(String queue, int depth, Consumer<List<Contender>> listener) {
        asked.add("observe");
        return real.contention().observe(queue, depth, listener);
    }

    @Override
    public Optional<Entry> read(String key, Deadline deadline) throws InterruptedException {
        asked.add("read");
        return real.entries().read(key, deadline);
    }

    @Override
    public Entry write(String key, byte[] value, WriteCondition condition, Deadline deadline)
            throws InterruptedException {
        asked.add("write");
        return real.entries().write(key, value, condition, deadline);
    }

    @Override
    public boolean delete(String key, WriteCondition condition, Deadline deadline) throws InterruptedException {
        asked.add("delete");
        return real.entries().delete(key, condition, deadline);
    }

    @Override
    public Observation watch(String key, EntryListener listener) {
        asked.add("watch");
        return real.entries().watch(key, listener);
    }

    @Override
    public Capabilities capabilities() {
        return real.capabilities();
    }

    @Override
    public Contention contention() {
        return this;
    }

    @Override
    public Entries entries() {
        return this;
    }

    @Override
    public void close() {
        real.close();
    }
}
