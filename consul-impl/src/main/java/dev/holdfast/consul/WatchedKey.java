package dev.holdfast.consul;

import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.EntryState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.model.kv.Value;

/**
 * Tells a listener what has changed between the answers of a {@link PollLoop} on one key.
 *
 * <p>For a single key the store's position only rises: it is the value's ModifyIndex, or, while there is no value, that
 * of the newest write of all. If it is lower than before, the store was restored or replaced.
 */
final class WatchedKey implements PollLoop.Sink {

    private final String key;
    private final EntryListener listener;

    /** The last state told; null before the first. Touched by one answer at a time. */
    private @Nullable Seen last;

    private boolean newEpoch;

    WatchedKey(String key, EntryListener listener) {
        this.key = key;
        this.listener = listener;
    }

    /** What tells two states of a key apart; both 0 while it has no value. */
    private record Seen(long createIndex, long modifyIndex) {}

    @Override
    public void told(Answer<List<Value>> answer, boolean indexWentBack) {
        newEpoch |= indexWentBack && last != null;
        Optional<Value> value = valueOf(answer);
        Seen seen = value.map(present -> new Seen(present.getCreateIndex(), present.getModifyIndex()))
                .orElseGet(() -> new Seen(0, 0));
        if (!seen.equals(last) || newEpoch) {
            EntryState state = value.map(present -> EntryState.present(entry(key, present)))
                    .orElseGet(() -> EntryState.absent(answer.index()));
            listener.changed(newEpoch ? state.ofNewEpoch() : state);
            last = seen;
            newEpoch = false;
        }
        listener.confirmed(answer.sentNanos());
    }

    @Override
    public void confirmed(long atNanos) {
        listener.confirmed(atNanos);
    }

    static Optional<Value> valueOf(Answer<List<Value>> answer) {
        List<Value> values = answer.body();
        return values == null ? Optional.empty() : values.stream().findFirst();
    }

    static Entry entry(String key, Value value) {
        return new Entry(key, QueueView.bytesOf(value), value.getModifyIndex());
    }
}
