package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import dev.holdfast.etcd.Calls.Repeat;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Queues of keys in the order of their create revisions. */
final class EtcdContention implements Contention {

    private static final int LABEL_BYTES_MAX = 1_024;

    private final Surroundings around;
    private final Keys keys;

    EtcdContention(Surroundings around, Keys keys) {
        this.around = around;
        this.keys = keys;
    }

    @Override
    public CompletableFuture<Place> enter(String queue, String label, int seats, Deadline deadline) {
        if (ByteString.copyFromUtf8(label).size() > LABEL_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "label must be at most " + LABEL_BYTES_MAX + " bytes, was " + label.length() + " characters");
        }
        if (seats < 1) {
            throw new IllegalArgumentException("seats must be >= 1, was " + seats);
        }
        return new Entering(
                        around,
                        queue,
                        label,
                        deadline,
                        session -> QueueRequests.of(keys, queue, around.hub().seen(), session, seats))
                .start();
    }

    @Override
    public List<Contender> contenders(String queue, Deadline deadline) throws InterruptedException {
        ByteString prefix = keys.queue(queue);
        RangeRequest request = RangeRequest.newBuilder()
                .setKey(prefix)
                .setRangeEnd(Keys.endOf(prefix))
                .setSortTarget(RangeRequest.SortTarget.CREATE)
                .setSortOrder(RangeRequest.SortOrder.ASCEND)
                .build();
        return around
                .calls()
                .ask(
                        KVGrpc.getRangeMethod(),
                        request,
                        Repeat.READ,
                        deadline,
                        () -> "read the contenders of '" + queue + "' on etcd")
                .value()
                .getKvsList()
                .stream()
                .map(kv -> new Contender(kv.getValue().toStringUtf8(), kv.getCreateRevision()))
                .toList();
    }

    @Override
    public Observation observe(String queue, int depth, Consumer<List<Contender>> listener) {
        Gate gate = new Gate(around.ticker());
        FrontWatch watch = new FrontWatch(
                keys.queue(queue), depth, front -> gate.pass(() -> listener.accept(front)), around.hub());
        return Observing.start(around.hub(), around.loop(), watch, gate);
    }
}
