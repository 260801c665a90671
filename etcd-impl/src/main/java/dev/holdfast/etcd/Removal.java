package dev.holdfast.etcd;

import dev.holdfast.etcd.Reply.Answered;
import dev.holdfast.etcd.Reply.Failed;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Removes an entry of a queue: tries until it is done or the session, and the entry with it, is over. */
final class Removal {

    private static final long PAUSE_MS_MIN = 50;
    private static final long PAUSE_MS_MAX = 1_000;

    private final Surroundings around;
    private final EtcdSession session;
    private final TxnRequest request;
    private final Consumer<Boolean> onDone;
    private boolean repeated;

    /**
     * @param onDone called when the entry is gone, with whether no request to remove it can still be under way; not at
     *     all if the session was over first
     */
    Removal(Surroundings around, EtcdSession session, TxnRequest request, Consumer<Boolean> onDone) {
        this.around = around;
        this.session = session;
        this.request = request;
        this.onDone = onDone;
    }

    void start() {
        run(PAUSE_MS_MIN);
    }

    private void run(long pauseMs) {
        if (!session.isOver()) {
            around.calls().once(KVGrpc.getTxnMethod(), request).thenAccept(reply -> answered(reply, pauseMs));
        }
    }

    private void answered(Reply<TxnResponse> reply, long pauseMs) {
        if (reply instanceof Answered<TxnResponse> answered) {
            around.hub().seen(answered.value().getHeader().getRevision());
            onDone.accept(!repeated);
        } else if (reply instanceof Failed<?> failed && failed.verdict() == Verdict.LEASE_GONE) {
            around.keeper().gone(session);
            onDone.accept(false);
        } else {
            repeated = true;
            long pause = TimeUnit.MILLISECONDS.toNanos(pauseMs);
            var unused = around.loop().after(pause, () -> run(Math.min(PAUSE_MS_MAX, pauseMs * 2)));
        }
    }
}
