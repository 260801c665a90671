package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import dev.holdfast.etcd.Reply.Answered;
import dev.holdfast.model.LossReason;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchCreateRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits in an exclusive queue for the removal of the key directly before. If nobody was before that one, its removal is
 * the turn; otherwise one read tells who is before now.
 *
 * <p>Why the removal alone is enough. Let both keys be there at revision K, and let the predecessor's be removed at D.
 * Create revisions rise, so nobody can have come between. What remains is that the own key was removed after K and by D,
 * by an operator or with a lease that was revoked: whoever is behind is then granted at D as well. Two watches could not
 * exclude that: a member orders events within one watch alone, and a watch that lags, or finds the buffer of its stream
 * full, gets an event later than another one gets a newer one. So <em>one</em> watch has both keys: the range from the
 * one to the other. It tells events in the order of their revisions, none is left out, and all events of one revision
 * come in one response: the removal of the own key comes before that of the other or with it. What lies between the two
 * keys comes too, and is passed over; since keys begin with a slot of time, that is little.
 *
 * <p>Where the watch does not begin at K+1, because of a write in between, a compaction or another history, both keys are
 * read first. A removal of the own key after D ends a right that was had, as it does any right that is held.
 *
 * <p>Source: "Ordered", "Reliable" and "Atomic" in https://etcd.io/docs/v3.5/learning/api_guarantees/#watch-apis;
 * {@code watchableStore.notify} and {@code moveVictims},
 * https://github.com/etcd-io/etcd/blob/v3.5.16/server/mvcc/watchable_store.go
 */
final class Chain implements Waiting, Watched {

    private static final long RETRY_MS = 50;
    private static final ByteString ZERO = ByteString.copyFrom(new byte[1]);

    private final EtcdPlace place;

    /** Who is waited for; the range that is watched reaches to it. */
    private @Nullable Contender ahead;

    /** Whether nobody was before {@link #ahead} when it was looked at. */
    private boolean aheadIsHead;

    /** Whether {@link #ahead} is a place of this process, which tells by itself when it is gone. */
    private boolean isAheadOwn;

    /** The revision at which {@link #ahead} was looked at. */
    private long known;

    private boolean asked;

    Chain(EtcdPlace place) {
        this.place = place;
    }

    @Override
    public void start(List<Contender> before, long revision) {
        waitBehind(before, revision);
    }

    @Override
    public void asked() {
        if (!asked) {
            asked = true;
            watchAhead();
        }
    }

    private void waitBehind(List<Contender> nearestFirst, long revision) {
        Contender nearest = nearestFirst.get(0);
        ahead = nearest;
        aheadIsHead = nearestFirst.size() == 1;
        known = revision;
        place.follow(nearest);
        EtcdPlace mine = own(nearest);
        isAheadOwn = mine != null;
        if (mine != null) {
            mine.gone().thenAccept(reason -> place.around().loop().run(() -> ownGone(nearest, mine, reason)));
            place.guardLater();
        } else if (asked) {
            watchAhead();
        } else {
            place.guardSoon();
        }
    }

    private @Nullable EtcdPlace own(Contender one) {
        EtcdPlace mine = place.bond().place(one.key());
        return mine != null && mine.token() == one.created() ? mine : null;
    }

    private void watchAhead() {
        if (ahead != null && !isAheadOwn && isWaiting()) {
            place.own().watchedBy(place.around().hub().subscribe(this, known));
        }
    }

    private boolean isWaiting() {
        return place.isStaying() && !place.hasTurn();
    }

    @Override
    public WatchCreateRequest.Builder watch() {
        return WatchCreateRequest.newBuilder()
                .setKey(from())
                .setRangeEnd(end())
                .addFilters(WatchCreateRequest.FilterType.NOPUT);
    }

    @Override
    public RangeRequest.Builder read() {
        return RangeRequest.newBuilder().setKey(from()).setRangeEnd(end()).setKeysOnly(true);
    }

    private ByteString from() {
        return isBefore() ? other() : place.key();
    }

    private ByteString end() {
        return (isBefore() ? place.key() : other()).concat(ZERO);
    }

    private boolean isBefore() {
        return ByteString.unsignedLexicographicalComparator().compare(other(), place.key()) < 0;
    }

    private ByteString other() {
        return ahead == null ? place.key() : ahead.key();
    }

    @Override
    public void state(Reading reading, boolean newEpoch) {
        judge(isThere(reading, place.self()), ahead != null && !isThere(reading, ahead));
    }

    private static boolean isThere(Reading reading, Contender one) {
        return reading.range().getKvsList().stream()
                .anyMatch(kv -> kv.getKey().equals(one.key()) && kv.getCreateRevision() == one.created());
    }

    @Override
    public void events(List<Event> events) {
        judge(!isRemoved(events, place.key()), ahead != null && isRemoved(events, ahead.key()));
    }

    private static boolean isRemoved(List<Event> events, ByteString key) {
        return events.stream().anyMatch(event -> event.getKv().getKey().equals(key));
    }

    private void judge(boolean isThere, boolean isAheadGone) {
        if (!isThere) {
            place.missing();
        } else if (isAheadGone && isWaiting()) {
            if (aheadIsHead) {
                place.arrive();
            } else {
                look();
            }
        }
    }

    /** The place ahead was one of this process, which had its turn and gave it back: its right is this one's now. */
    private void ownGone(Contender watched, EtcdPlace mine, LossReason reason) {
        if (watched.equals(ahead) && isWaiting()) {
            if (reason == LossReason.RELEASED && mine.hasTurn()) {
                place.arrive();
            } else {
                look();
            }
        }
    }

    /** Reads who is before now. The watch on the range goes on, for the own key. */
    private void look() {
        ahead = null;
        place.around()
                .calls()
                .once(KVGrpc.getTxnMethod(), place.requests().look(place.token()))
                .thenAccept(reply -> place.around().loop().run(() -> looked(reply)));
    }

    private void looked(Reply<TxnResponse> reply) {
        if (!isWaiting()) {
            return;
        }
        if (!(reply instanceof Answered<TxnResponse> answered)) {
            var unused = place.around().loop().after(TimeUnit.MILLISECONDS.toNanos(RETRY_MS), () -> {
                if (isWaiting()) {
                    look();
                }
            });
            return;
        }
        long revision = answered.value().getHeader().getRevision();
        place.around().hub().seen(answered.value().getHeader());
        place.requests()
                .looked(answered.value(), place.token())
                .ifPresentOrElse(
                        before -> {
                            if (before.isEmpty()) {
                                place.arrive();
                            } else {
                                waitBehind(before, revision);
                            }
                        },
                        place::missing);
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
