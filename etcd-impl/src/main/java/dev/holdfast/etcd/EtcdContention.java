package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import dev.holdfast.etcd.Calls.Answer;
import dev.holdfast.etcd.Calls.Repeat;
import dev.holdfast.etcd.EtcdPlace.Surroundings;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Queues of keys in the order of their create revisions. */
final class EtcdContention implements Contention {

    private static final int LABEL_BYTES_MAX = 1_024;

    private final Surroundings around;
    private final Keys keys;
    private final AtomicLong attempts = new AtomicLong();

    EtcdContention(Surroundings around, Keys keys) {
        this.around = around;
        this.keys = keys;
    }

    @Override
    public CompletableFuture<Place> enter(String queue, String label, int seats, Deadline deadline) {
        CompletableFuture<Place> entering = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        Place place = enterNow(queue, label, deadline);
                        if (!entering.complete(place)) {
                            place.leave();
                        }
                    } catch (RuntimeException | InterruptedException e) {
                        entering.completeExceptionally(e);
                    }
                },
                "etcd-enter");
        thread.setDaemon(true);
        thread.start();
        return entering;
    }

    private Place enterNow(String queue, String label, Deadline deadline) throws InterruptedException {
        if (ByteString.copyFromUtf8(label).size() > LABEL_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "label must be at most " + LABEL_BYTES_MAX + " bytes, was " + label.length() + " characters");
        }
        EtcdSession session = around.keeper().current(deadline, "enter '" + queue + "' on etcd");
        long attempt = attempts.incrementAndGet();
        QueueRequests requests = new QueueRequests(
                keys.queue(queue),
                keys.place(queue, session.lease(), attempt),
                keys.withdrawn(session.lease(), attempt),
                session.lease());
        boolean known = false;
        try {
            Place place = enter(queue, label, requests, session, deadline);
            known = true;
            return place;
        } catch (SessionExpired e) {
            known = true;
            around.keeper().gone(session);
            throw e;
        } finally {
            if (!known) {
                new Removal(around.calls(), around.loop(), session, requests.withdraw(), () -> {}).start();
            }
        }
    }

    private Place enter(String queue, String label, QueueRequests requests, EtcdSession session, Deadline deadline)
            throws InterruptedException {
        Answer<TxnResponse> answer = around.calls()
                .ask(
                        KVGrpc.getTxnMethod(),
                        requests.enter(label),
                        Repeat.IDEMPOTENT,
                        deadline,
                        () -> "enter '" + queue + "' on etcd (session " + session.id()
                                + "; an entry made unseen is withdrawn, and ends with the session at the latest)");
        TxnResponse entered = answer.value();
        long token = requests.token(entered)
                .orElseThrow(() -> new Indeterminate("enter '" + queue + "' on etcd: its key "
                        + requests.key().toStringUtf8() + " was made and removed by somebody else meanwhile"));
        EtcdPlace place = new EtcdPlace(around, requests, session, token, answer.repeated());
        if (!entered.getSucceeded()) {
            return place.startBlind();
        }
        return requests.predecessor(entered).map(place::startBehind).orElseGet(place::startAtHead);
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
        HeadWatch watch = new HeadWatch(keys.queue(queue), heads -> gate.pass(() -> listener.accept(heads)), around);
        return Observing.start(around.hub(), around.loop(), watch, gate);
    }
}
