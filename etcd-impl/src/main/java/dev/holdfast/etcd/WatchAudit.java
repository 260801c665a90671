package dev.holdfast.etcd;

import dev.holdfast.etcd.Reply.Answered;
import dev.holdfast.etcd.Reply.Failed;
import dev.holdfast.etcd.Watched.Reading;
import dev.holdfast.spi.Ticker;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what is watched again, at fixed intervals and linearizably, many keys at once: that confirms the states told, and
 * shows a stream that is cut off, a watch that has lost events and a store that went back in time. Of places, which need
 * no confirming, each interval reads {@link #READS_MAX}, in turn.
 *
 * <p>A progress notification could show none but the first, as a member that lags sends it too, and one of 3.5.22 or later
 * that waits for the first revision of a watch sends none.
 */
final class WatchAudit {

    /** Less than the server's default of {@code --max-txn-ops}, which is 128. */
    private static final int READS_MAX = 100;

    private final WatchHub hub;
    private final Calls calls;
    private final EventLoop loop;
    private final Ticker ticker;
    private final long everyNanos;
    private boolean started;

    WatchAudit(WatchHub hub, Calls calls, EventLoop loop, Ticker ticker, long everyNanos) {
        this.hub = hub;
        this.calls = calls;
        this.loop = loop;
        this.ticker = ticker;
        this.everyNanos = everyNanos;
    }

    void start() {
        if (!started) {
            started = true;
            loop.after(everyNanos, this::run);
        }
    }

    private void run() {
        hub.giveUpIfOverdue(ticker.nanos() - calls.tryNanos());
        List<Line> lines = new ArrayList<>();
        for (Subscription subscription : hub.auditable(READS_MAX)) {
            if (subscription.cursor().isPlaced()) {
                lines.add(new Line(
                        subscription,
                        subscription.round(),
                        subscription.cursor().next()));
            }
        }
        read(lines);
    }

    private void read(List<Line> lines) {
        if (lines.isEmpty()) {
            loop.after(everyNanos, this::run);
            return;
        }
        List<Line> now = lines.subList(0, Math.min(READS_MAX, lines.size()));
        List<Line> later = lines.subList(now.size(), lines.size());
        TxnRequest.Builder request = TxnRequest.newBuilder();
        now.forEach(line -> request.addSuccess(RequestOp.newBuilder()
                .setRequestRange(line.subscription.watched().read())));
        long sent = ticker.nanos();
        calls.once(KVGrpc.getTxnMethod(), request.build())
                .thenAccept(reply -> loop.run(() -> answered(reply, now, later, sent)));
    }

    private void answered(Reply<TxnResponse> reply, List<Line> now, List<Line> later, long sentNanos) {
        if (reply instanceof Answered<TxnResponse> answered) {
            judge(answered.value(), now, sentNanos);
            read(later);
        } else {
            hub.suspect(((Failed<TxnResponse>) reply).member());
            loop.after(everyNanos, this::run);
        }
    }

    private void judge(TxnResponse response, List<Line> lines, long sentNanos) {
        hub.seen(response.getHeader());
        long revision = response.getHeader().getRevision();
        boolean missing = false;
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (line.subscription.isClosed() || line.subscription.round() != line.round) {
                continue;
            }
            if (revision < line.next - 1) {
                hub.newEpoch("it is at revision " + revision + " and was at " + (line.next - 1));
                return;
            }
            missing |= line.subscription.isMissingEvents(
                    new Reading(response.getResponses(i).getResponseRange(), revision, sentNanos));
        }
        if (missing) {
            hub.reopen("events are missing");
        }
    }

    /** What was to be known of a subscription when the read was sent. */
    private record Line(Subscription subscription, int round, long next) {}
}
