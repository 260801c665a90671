package dev.holdfast.etcd;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.WatchCreateRequest;
import java.util.List;

/** Waits for the removal of one key as it was created once. */
final class KeyGone implements Watched {

    private final Contender contender;
    private final Runnable onGone;
    private boolean gone;

    /** @param onGone called once, when the key is not there any more */
    KeyGone(Contender contender, Runnable onGone) {
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
            gone();
        }
    }

    @Override
    public void events(List<Event> events) {
        gone();
    }

    @Override
    public boolean isTold(Reading reading) {
        state(reading, false);
        return true;
    }

    @Override
    public boolean wantsConfirming() {
        return false;
    }

    private boolean isThere(RangeResponse range) {
        for (KeyValue kv : range.getKvsList()) {
            if (kv.getCreateRevision() == contender.created()) {
                return true;
            }
        }
        return false;
    }

    private void gone() {
        if (!gone) {
            gone = true;
            onGone.run();
        }
    }
}
