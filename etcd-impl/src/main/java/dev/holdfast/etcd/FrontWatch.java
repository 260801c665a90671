package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import dev.holdfast.etcd.Reply.Answered;
import dev.holdfast.spi.Contention.Contender;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.WatchCreateRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells who is at the front of a queue. Knows somewhat more of it than it tells and follows the events, so that it reads
 * again only when the known ones have run out and there are more.
 */
final class FrontWatch implements Watched {

    private static final long RETRY_MS = 50;

    /** How many are known beyond those that are told. */
    private static final int RESERVE = 16;

    private final ByteString prefix;
    private final int depth;
    private final Consumer<List<Contender>> listener;
    private final WatchHub hub;

    /** The first of the queue, head first. */
    private List<KeyValue> known = new ArrayList<>();

    /** Whether {@link #known} is the whole queue. */
    private boolean complete;

    /** The revision of the last reading or event. */
    private long revision;

    private List<Contender> told = List.of();
    private boolean hasTold;
    private boolean reading;

    FrontWatch(ByteString prefix, int depth, Consumer<List<Contender>> listener, WatchHub hub) {
        this.prefix = prefix;
        this.depth = depth;
        this.listener = listener;
        this.hub = hub;
    }

    @Override
    public WatchCreateRequest.Builder watch() {
        return WatchCreateRequest.newBuilder().setKey(prefix).setRangeEnd(Keys.endOf(prefix));
    }

    @Override
    public RangeRequest.Builder read() {
        return RangeRequest.newBuilder()
                .setKey(prefix)
                .setRangeEnd(Keys.endOf(prefix))
                .setSortTarget(RangeRequest.SortTarget.CREATE)
                .setSortOrder(RangeRequest.SortOrder.ASCEND)
                .setLimit(depth > Integer.MAX_VALUE - RESERVE ? 0 : depth + RESERVE);
    }

    @Override
    public void state(Reading now, boolean newEpoch) {
        if (newEpoch) {
            revision = 0;
        }
        learn(now.range(), now.revision());
    }

    @Override
    public void events(List<Event> events) {
        for (Event event : events) {
            KeyValue kv = event.getKv();
            if (kv.getModRevision() > revision) {
                apply(event.getType(), kv);
            }
        }
        revision = Math.max(revision, events.get(events.size() - 1).getKv().getModRevision());
        tell();
    }

    private void apply(Event.EventType type, KeyValue kv) {
        if (type == Event.EventType.DELETE) {
            known.removeIf(one -> one.getKey().equals(kv.getKey()));
        } else if (kv.getCreateRevision() == kv.getModRevision()) {
            if (complete) {
                known.add(kv);
            }
        } else {
            known.replaceAll(one -> one.getCreateRevision() == kv.getCreateRevision() ? kv : one);
        }
    }

    private void tell() {
        if (!complete && known.size() < depth) {
            reread();
            return;
        }
        List<Contender> front = known.stream()
                .limit(depth)
                .map(kv -> new Contender(kv.getValue().toStringUtf8(), kv.getCreateRevision()))
                .toList();
        if (!hasTold || !front.equals(told)) {
            hasTold = true;
            told = front;
            listener.accept(front);
        }
    }

    private void reread() {
        if (!reading) {
            reading = true;
            hub.read(read().build()).thenAccept(reply -> hub.run(() -> answered(reply)));
        }
    }

    private void answered(Reply<RangeResponse> reply) {
        reading = false;
        if (reply instanceof Answered<RangeResponse> answered) {
            learn(answered.value(), answered.value().getHeader().getRevision());
        } else {
            hub.after(TimeUnit.MILLISECONDS.toNanos(RETRY_MS), this::reread);
        }
    }

    /** Takes a reading in, unless something newer was learnt meanwhile. */
    private void learn(RangeResponse range, long atRevision) {
        if (atRevision >= revision) {
            revision = atRevision;
            known = new ArrayList<>(range.getKvsList());
            complete = !range.getMore();
        }
        tell();
    }

    @Override
    public boolean isTold(Reading now) {
        learn(now.range(), now.revision());
        return true;
    }
}
