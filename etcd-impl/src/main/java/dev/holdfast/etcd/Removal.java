package dev.holdfast.etcd;

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

    private final Calls calls;
    private final EventLoop loop;
    private final EtcdSession session;
    private final TxnRequest request;
    private final Runnable onDone;
    private volatile boolean stopped;

    /** @param onDone run on the event loop when the entry is gone; not at all if the session was over first */
    Removal(Calls calls, EventLoop loop, EtcdSession session, TxnRequest request, Runnable onDone) {
        this.calls = calls;
        this.loop = loop;
        this.session = session;
        this.request = request;
        this.onDone = onDone;
    }

    void start() {
        run(PAUSE_MS_MIN);
    }

    void stop() {
        stopped = true;
    }

    private void run(long pauseMs) {
        if (!stopped && !session.isOver()) {
            calls.once(KVGrpc.getTxnMethod(), request)
                    .thenAccept(reply -> loop.execute(() -> answered(reply, pauseMs)));
        }
    }

    private void answered(Reply<TxnResponse> reply, long pauseMs) {
        boolean leaseGone = reply instanceof Failed<?> failed && failed.verdict() == Verdict.LEASE_GONE;
        if (reply instanceof Answered<?> || leaseGone) {
            onDone.run();
        } else {
            loop.after(TimeUnit.MILLISECONDS.toNanos(pauseMs), () -> run(Math.min(PAUSE_MS_MAX, pauseMs * 2)));
        }
    }
}
