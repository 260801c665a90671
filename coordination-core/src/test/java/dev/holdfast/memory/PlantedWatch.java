package dev.holdfast.memory;

import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Entries;
import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.EntryState;
import java.util.concurrent.atomic.AtomicReference;

/** A watch with a planted bug. */
final class PlantedWatch implements Observation, EntryListener {

    private final PlantedBug bug;
    private final Entries entries;
    private final String key;
    private final EntryListener listener;
    private final AtomicReference<EntryState> last = new AtomicReference<>();
    private volatile Observation observation;
    private volatile boolean skipNext;

    PlantedWatch(PlantedBug bug, Entries entries, String key, EntryListener listener) {
        this.bug = bug;
        this.entries = entries;
        this.key = key;
        this.listener = listener;
        this.observation = entries.watch(key, this);
    }

    void cut() {
        if (bug == PlantedBug.WATCH_IS_SILENT_AFTER_A_CUT
                || bug == PlantedBug.WATCH_MISSES_WHAT_HAPPENED_DURING_A_CUT) {
            observation.close();
        }
    }

    void healed() {
        if (bug == PlantedBug.WATCH_MISSES_WHAT_HAPPENED_DURING_A_CUT) {
            skipNext = true;
            observation = entries.watch(key, this);
        }
    }

    @Override
    public void changed(EntryState state) {
        EntryState before = last.getAndSet(state);
        if (skipNext) {
            skipNext = false;
            return;
        }
        if (bug == PlantedBug.WATCH_MISSES_THE_LATEST && before != null) {
            state = before;
        }
        if (bug == PlantedBug.WATCH_HIDES_DELETIONS
                && before != null
                && state.entry().isEmpty()) {
            return;
        }
        listener.changed(state);
        if (bug == PlantedBug.WATCH_GOES_BACK && before != null) {
            listener.changed(before);
            listener.changed(state);
        }
    }

    @Override
    public void confirmed(long atNanos) {
        listener.confirmed(bug == PlantedBug.STALENESS_IS_HIDDEN ? atNanos + 1_000_000_000_000L : atNanos);
    }

    @Override
    public void close() {
        observation.close();
    }
}
