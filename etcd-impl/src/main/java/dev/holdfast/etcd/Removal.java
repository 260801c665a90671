package dev.holdfast.etcd;

import dev.holdfast.etcd.EtcdPlace.Surroundings;
import dev.holdfast.etcd.Reply.Answered;
import dev.holdfast.etcd.Reply.Failed;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.concurrent.TimeUnit;

/** Removes an entry of a queue: tries until it is done or the session, and the entry with it, is over. */
final class Removal {

    private static final long PAUSE_MS_MIN = 50;
    private static final long PAUSE_MS_MAX = 1_000;

    private final Surroundings around;
    private final EtcdSession session;
    private final TxnRequest request;
    private final Runnable onDone;

    /** @param onDone run when the entry is gone; not at all if the session was over first */
    Removal(Surroundings around, EtcdSession session, TxnRequest request, Runnable onDone) {
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
            onDone.run();
        } else if (reply instanceof Failed<?> failed && failed.verdict() == Verdict.LEASE_GONE) {
            around.keeper().gone(session);
            onDone.run();
        } else {
            long pause = TimeUnit.MILLISECONDS.toNanos(pauseMs);
            var unused = around.loop().after(pause, () -> run(Math.min(PAUSE_MS_MAX, pauseMs * 2)));
        }
    }
}
