package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.EntryState;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells every state of one key, as far back as the store keeps them, and when the last one was confirmed. */
final class EntryWatch implements Watched {

    private final String name;
    private final ByteString key;
    private final Gate gate;
    private final EntryListener listener;
    private @Nullable EntryState told;
    private @Nullable Awaited awaited;

    EntryWatch(String name, ByteString key, Gate gate, EntryListener listener) {
        this.name = name;
        this.key = key;
        this.gate = gate;
        this.listener = listener;
    }

    /** A reading that showed a newer state than the one told: when that is told, it is confirmed as of the reading. */
    private record Awaited(long revision, long sentNanos) {}

    @Override
    public WatchCreateRequest.Builder watch() {
        return WatchCreateRequest.newBuilder().setKey(key);
    }

    @Override
    public RangeRequest.Builder read() {
        return RangeRequest.newBuilder().setKey(key);
    }

    @Override
    public void state(Reading reading, boolean newEpoch) {
        if (newEpoch) {
            told = null;
        }
        if (told == null || !shows(reading, told)) {
            EntryState now = stateIn(reading);
            tell(newEpoch ? now.ofNewEpoch() : now);
        }
        confirm(reading.sentNanos());
    }

    private EntryState stateIn(Reading reading) {
        return reading.range().getKvsCount() == 0
                ? EntryState.absent(reading.revision())
                : present(reading.range().getKvs(0));
    }

    private EntryState present(KeyValue kv) {
        return EntryState.present(new Entry(name, kv.getValue().toByteArray(), kv.getModRevision()));
    }

    /** Returns whether nothing in a reading is newer than a state. */
    private static boolean shows(Reading reading, EntryState state) {
        return reading.range().getKvsCount() == 0
                ? state.entry().isEmpty() || state.revision() > reading.revision()
                : reading.range().getKvs(0).getModRevision() <= state.revision();
    }

    @Override
    public void events(List<Event> events) {
        for (Event event : events) {
            KeyValue kv = event.getKv();
            if (told == null || kv.getModRevision() > told.revision()) {
                tell(event.getType() == Event.EventType.PUT ? present(kv) : EntryState.absent(kv.getModRevision()));
            }
            if (awaited != null && kv.getModRevision() >= awaited.revision) {
                confirm(awaited.sentNanos);
                awaited = null;
            }
        }
    }

    private void tell(EntryState state) {
        told = state;
        gate.pass(() -> listener.changed(state));
    }

    private void confirm(long sentNanos) {
        gate.pass(() -> listener.confirmed(sentNanos));
    }

    @Override
    public boolean isTold(Reading reading) {
        if (told != null && shows(reading, told)) {
            confirm(reading.sentNanos());
            return true;
        }
        if (reading.range().getKvsCount() > 0) {
            awaited = new Awaited(reading.range().getKvs(0).getModRevision(), reading.sentNanos());
        }
        return false;
    }
}
