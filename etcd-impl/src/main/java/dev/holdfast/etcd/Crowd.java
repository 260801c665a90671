package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Waits in a queue with several seats, for any of those before to leave: one watch on the whole queue tells them all, and
 * the own key too, in the order of their revisions. So the turn never needs a read.
 */
final class Crowd implements Waiting, Watched {

    private final EtcdPlace place;
    private final Map<ByteString, Long> before = new HashMap<>();

    /** The revision at which {@link #before} was so. */
    private long known;

    private boolean asked;

    Crowd(EtcdPlace place) {
        this.place = place;
    }

    @Override
    public void start(List<Contender> atEntering, long revision) {
        atEntering.forEach(one -> before.put(one.key(), one.created()));
        known = revision;
        place.guardSoon();
    }

    @Override
    public void asked() {
        if (!asked && isWaiting()) {
            asked = true;
            place.own().watchedBy(place.around().hub().subscribe(this, known));
        }
    }

    private boolean isWaiting() {
        return place.isStaying() && !place.hasTurn();
    }

    @Override
    public WatchCreateRequest.Builder watch() {
        ByteString prefix = place.requests().prefix();
        return WatchCreateRequest.newBuilder()
                .setKey(prefix)
                .setRangeEnd(Keys.endOf(prefix))
                .addFilters(WatchCreateRequest.FilterType.NOPUT);
    }

    @Override
    public RangeRequest.Builder read() {
        ByteString prefix = place.requests().prefix();
        return RangeRequest.newBuilder()
                .setKey(prefix)
                .setRangeEnd(Keys.endOf(prefix))
                .setMaxCreateRevision(place.token())
                .setKeysOnly(true);
    }

    @Override
    public void state(Reading reading, boolean newEpoch) {
        List<KeyValue> kvs = reading.range().getKvsList();
        before.clear();
        kvs.stream()
                .filter(kv -> kv.getCreateRevision() < place.token())
                .forEach(kv -> before.put(kv.getKey(), kv.getCreateRevision()));
        kvs.stream()
                .filter(kv -> kv.getCreateRevision() < place.token())
                .max(Comparator.comparingLong(KeyValue::getCreateRevision))
                .ifPresent(nearest -> place.follow(Contender.of(nearest)));
        if (kvs.stream().anyMatch(kv -> kv.getCreateRevision() == place.token())) {
            arriveIfThereIsASeat();
        } else {
            place.missing();
        }
    }

    @Override
    public void events(List<Event> events) {
        for (Event event : events) {
            if (event.getKv().getKey().equals(place.key())) {
                place.missing();
            }
            before.remove(event.getKv().getKey());
        }
        arriveIfThereIsASeat();
    }

    private void arriveIfThereIsASeat() {
        if (before.size() < place.requests().seats() && isWaiting()) {
            place.own().unwatch();
            place.own().watch();
            place.arrive();
        }
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
}
