package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import dev.holdfast.etcd.EtcdPlace.Surroundings;
import dev.holdfast.etcd.Reply.Answered;
import dev.holdfast.spi.Contention;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.WatchCreateRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells who is at the head of a queue: reads it whenever the head may have changed, one read at a time. */
final class HeadWatch implements Watched {

    private static final long RETRY_MS = 50;

    private final ByteString prefix;
    private final Consumer<List<Contention.Contender>> listener;
    private final Surroundings around;
    private @Nullable KeyValue head;
    private long toldRevision;
    private boolean told;
    private boolean reading;
    private boolean dirty;

    HeadWatch(ByteString prefix, Consumer<List<Contention.Contender>> listener, Surroundings around) {
        this.prefix = prefix;
        this.listener = listener;
        this.around = around;
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
                .setLimit(1);
    }

    @Override
    public void state(Reading now, boolean newEpoch) {
        if (newEpoch) {
            toldRevision = 0;
        }
        tell(now.range(), now.revision());
    }

    @Override
    public void events(List<Event> events) {
        if (events.stream().anyMatch(this::mayChangeHead)) {
            dirty = true;
            reread();
        }
    }

    private boolean mayChangeHead(Event event) {
        return event.getKv().getModRevision() > toldRevision
                && (head == null || event.getKv().getKey().equals(head.getKey()));
    }

    private void reread() {
        if (reading || !dirty) {
            return;
        }
        reading = true;
        dirty = false;
        around.calls()
                .once(KVGrpc.getRangeMethod(), read().build())
                .thenAccept(reply -> around.loop().execute(() -> answered(reply)));
    }

    private void answered(Reply<RangeResponse> reply) {
        reading = false;
        if (reply instanceof Answered<RangeResponse> answered) {
            tell(answered.value(), answered.value().getHeader().getRevision());
            reread();
        } else {
            dirty = true;
            around.loop().after(TimeUnit.MILLISECONDS.toNanos(RETRY_MS), this::reread);
        }
    }

    /** Tells the head of a reading, unless a newer reading was told. */
    private void tell(RangeResponse range, long revision) {
        if (told && revision < toldRevision) {
            return;
        }
        KeyValue now = range.getKvsCount() == 0 ? null : range.getKvs(0);
        boolean same = now == null ? head == null : now.equals(head);
        toldRevision = revision;
        head = now;
        if (!told || !same) {
            told = true;
            listener.accept(now == null ? List.of() : List.of(contender(now)));
        }
    }

    private static Contention.Contender contender(KeyValue kv) {
        return new Contention.Contender(kv.getValue().toStringUtf8(), kv.getCreateRevision());
    }

    @Override
    public boolean isTold(Reading now) {
        tell(now.range(), now.revision());
        return true;
    }
}
