package dev.holdfast.memory;

import dev.holdfast.model.Capabilities;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.WriteCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A backend that is right but for one planted bug. */
final class PlantedBackend implements Backend, Contention, Entries {

    private final Backend real;
    private final PlantedBug bug;
    private final Map<String, Entry> remembered = new ConcurrentHashMap<>();
    private final List<PlantedWatch> watches = new CopyOnWriteArrayList<>();

    PlantedBackend(Backend real, PlantedBug bug) {
        this.real = real;
        this.bug = bug;
    }

    /** The link is cut from now on. */
    void cut() {
        watches.forEach(PlantedWatch::cut);
    }

    /** The link is whole again. */
    void healed() {
        watches.forEach(PlantedWatch::healed);
    }

    Backend real() {
        return real;
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
        if (bug != PlantedBug.CLOSE_KEEPS_THE_SESSION) {
            real.close();
        }
    }

    @Override
    public CompletableFuture<Place> enter(String queue, String label, int seats, Deadline deadline) {
        return Contention.decorated(
                real.contention().enter(queue, label, seats, deadline),
                place -> PlantedPlaces.plant(bug, place, queue, label, real.contention(), deadline));
    }

    @Override
    public List<Contender> contenders(String queue, Deadline deadline) throws InterruptedException {
        return real.contention().contenders(queue, deadline);
    }

    @Override
    public Observation observe(String queue, int depth, Consumer<List<Contender>> listener) {
        if (bug != PlantedBug.OBSERVER_SEES_ONLY_THE_FIRST_LEADER) {
            return real.contention().observe(queue, depth, listener);
        }
        List<Contender> told = new CopyOnWriteArrayList<>();
        return real.contention().observe(queue, depth, heads -> {
            if (told.isEmpty()) {
                told.addAll(heads);
                listener.accept(heads);
            }
        });
    }

    @Override
    public Optional<Entry> read(String key, Deadline deadline) throws InterruptedException {
        Optional<Entry> fresh = real.entries().read(key, deadline);
        if (bug != PlantedBug.STALE_READ || fresh.isEmpty()) {
            return fresh;
        }
        return Optional.ofNullable(remembered.put(key, fresh.get())).or(() -> fresh);
    }

    @Override
    public Entry write(String key, byte[] value, WriteCondition condition, Deadline deadline)
            throws InterruptedException {
        WriteCondition asked = bug == PlantedBug.WRITE_IGNORES_ITS_CONDITION ? new WriteCondition.Always() : condition;
        try {
            return real.entries().write(key, value, asked, deadline);
        } catch (Indeterminate e) {
            throw bug == PlantedBug.INDETERMINATE_CALLED_UNAVAILABLE ? new Unavailable(e.getMessage(), e) : rethrow(e);
        }
    }

    @Override
    public boolean delete(String key, WriteCondition condition, Deadline deadline) throws InterruptedException {
        return real.entries().delete(key, condition, deadline);
    }

    @Override
    public Observation watch(String key, EntryListener listener) {
        PlantedWatch watch = new PlantedWatch(bug, real.entries(), key, listener);
        watches.add(watch);
        return watch;
    }

    private static CoordinationException rethrow(CoordinationException e) {
        return e;
    }
}
