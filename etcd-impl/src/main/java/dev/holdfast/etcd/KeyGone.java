package dev.holdfast.etcd;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.WatchCreateRequest;
import java.util.List;
import java.util.function.LongConsumer;

/** Waits for the removal of one key as it was created once. */
final class KeyGone implements Watched {

    private final Contender contender;
    private final LongConsumer onGone;
    private boolean gone;

    /** @param onGone gets a revision at which the key was not there any more; called once */
    KeyGone(Contender contender, LongConsumer onGone) {
        this.contender = contender;
        this.onGone = onGone;
    }

    @Override
    public WatchCreateRequest.Builder watch() {
        return WatchCreateRequest.newBuilder().setKey(contender.key()).addFilters(WatchCreateRequest.FilterType.NOPUT);
    }

    @Override
    public RangeRequest.Builder read() {
        return RangeRequest.newBuilder().setKey(contender.key()).setKeysOnly(true);
    }

    @Override
    public void state(Reading reading, boolean newEpoch) {
        if (!isThere(reading.range())) {
            gone(reading.revision());
        }
    }

    @Override
    public void events(List<Event> events) {
        gone(events.get(0).getKv().getModRevision());
    }

    @Override
    public boolean isTold(Reading reading) {
        state(reading, false);
        return true;
    }

    private boolean isThere(RangeResponse range) {
        for (KeyValue kv : range.getKvsList()) {
            if (kv.getCreateRevision() == contender.created()) {
                return true;
            }
        }
        return false;
    }

    private void gone(long revision) {
        if (!gone) {
            gone = true;
            onGone.accept(revision);
        }
    }
}
