package dev.holdfast.etcd;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.WatchCreateRequest;
import java.util.List;

/** Waits for the removal of one key as it was created once. */
final class KeyGone implements Watched {

    /** The removal of a key that is read as missing, not told by an event. */
    static final long READ = 0;

    private final Contender contender;
    private final Listener listener;
    private boolean gone;

    KeyGone(Contender contender, Listener listener) {
        this.contender = contender;
        this.listener = listener;
    }

    /** Hears of one key. */
    interface Listener {

        /**
         * The key is not there any more; called once.
         *
         * @param revision of the event that removed it, or {@link #READ}
         */
        void gone(Contender contender, long revision);

        /** See {@link Watched#begun}. */
        default boolean begun(Contender contender, boolean gapless) {
            return false;
        }
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
    public boolean begun(boolean gapless) {
        return listener.begun(contender, gapless);
    }

    @Override
    public void state(Reading reading, boolean newEpoch) {
        if (!isThere(reading.range())) {
            gone(READ);
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

    private void gone(long revision) {
        if (!gone) {
            gone = true;
            listener.gone(contender, revision);
        }
    }
}
