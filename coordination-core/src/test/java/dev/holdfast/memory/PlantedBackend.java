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
import java.util.function.UnaryOperator;

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
        CompletableFuture<Place> entering =
                real.contention().enter(queue, bug == PlantedBug.LABELS_ARE_LOST ? "" : label, seats(seats), deadline);
        UnaryOperator<Place> plant =
                place -> PlantedPlaces.plant(bug, place, queue, label, real.contention(), deadline);
        return bug == PlantedBug.CANCELLED_ENTERING_GOES_ON
                ? entering.thenApply(plant)
                : Contention.decorated(entering, plant);
    }

    private int seats(int asked) {
        return switch (bug) {
            case SEATS_ARE_IGNORED -> 1;
            case ONE_SEAT_TOO_MANY -> asked == Integer.MAX_VALUE ? asked : asked + 1;
            default -> asked;
        };
    }

    @Override
    public List<Contender> contenders(String queue, Deadline deadline) throws InterruptedException {
        return real.contention().contenders(queue, deadline);
    }

    @Override
    public Observation observe(String queue, int depth, Consumer<List<Contender>> listener) {
        List<Contender> told = new CopyOnWriteArrayList<>();
        return real.contention().observe(queue, bug == PlantedBug.OBSERVERS_SEE_THE_HEAD_ALONE ? 1 : depth, heads -> {
            if (tells(told, heads)) {
                told.clear();
                told.addAll(heads);
                listener.accept(heads);
            }
        });
    }

    private boolean tells(List<Contender> before, List<Contender> now) {
        return switch (bug) {
            case OBSERVER_SEES_ONLY_THE_FIRST_LEADER -> before.isEmpty();
            case OBSERVERS_MISS_DEPARTURES -> now.size() >= before.size();
            default -> true;
        };
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
        try {
            return real.entries().write(key, value, asked(condition), deadline);
        } catch (Indeterminate e) {
            throw bug == PlantedBug.INDETERMINATE_CALLED_UNAVAILABLE ? new Unavailable(e.getMessage(), e) : rethrow(e);
        }
    }

    private WriteCondition asked(WriteCondition condition) {
        if (bug == PlantedBug.GUARD_IS_IGNORED && condition instanceof WriteCondition.WhileHeld guarded) {
            return guarded.and();
        }
        return bug == PlantedBug.WRITE_IGNORES_ITS_CONDITION ? new WriteCondition.Always() : condition;
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
