package dev.holdfast.etcd;

import dev.holdfast.etcd.Members.Member;
import dev.holdfast.spi.Ticker;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All watches of one connection, on one stream that is opened again, at another member, whenever it ends. Used on the
 * event loop alone.
 */
final class WatchHub implements WatchStream.Listener {

    private static final Logger log = LoggerFactory.getLogger(WatchHub.class);
    private static final long PAUSE_MS_MIN = 50;
    private static final long PAUSE_MS_MAX = 5_000;

    private final Members members;
    private final Calls calls;
    private final EventLoop loop;
    private final Ticker ticker;
    private final Set<Subscription> subscriptions = new LinkedHashSet<>();

    private final WatchAudit audit;
    private @Nullable WatchStream stream;
    private boolean reopening;
    private boolean closed;
    private int breaks;
    private long cluster;
    private volatile long seen;

    WatchHub(Members members, Calls calls, EventLoop loop, Ticker ticker, long auditNanos) {
        this.members = members;
        this.calls = calls;
        this.loop = loop;
        this.ticker = ticker;
        this.audit = new WatchAudit(this, calls, loop, ticker, auditNanos);
    }

    long nanos() {
        return ticker.nanos();
    }

    CompletionStage<Reply<RangeResponse>> read(RangeRequest request) {
        return calls.once(KVGrpc.getRangeMethod(), request);
    }

    void run(Runnable task) {
        loop.run(task);
    }

    void after(long nanos, Runnable task) {
        var unused = loop.after(nanos, task);
    }

    /**
     * Watches from now on, or from a stated revision if nothing was written since; the state is read otherwise.
     *
     * @param known the revision at which the state is known to the watched already; 0 if it is not
     */
    Subscription subscribe(Watched watched, long known) {
        return add(new Subscription(watched, known, this));
    }

    /** Watches from a known state on, without reading: what was written since may be told a tenth of a second later. */
    Subscription resume(Watched watched, long known) {
        Subscription subscription = new Subscription(watched, known, this);
        subscription.cursor().place(known);
        return add(subscription);
    }

    private Subscription add(Subscription subscription) {
        if (closed) {
            return subscription;
        }
        subscriptions.add(subscription);
        if (stream != null) {
            stream.create(subscription);
        } else if (!reopening) {
            open();
            audit.start();
        }
        return subscription;
    }

    void unsubscribe(Subscription subscription) {
        subscription.close();
        subscriptions.remove(subscription);
        if (stream != null) {
            stream.cancel(subscription);
        }
    }

    /** Returns all that want to be confirmed and, in turn, some of the others. */
    List<Subscription> auditable(int others) {
        List<Subscription> chosen = new ArrayList<>();
        List<Subscription> turned = new ArrayList<>();
        for (Subscription subscription : subscriptions) {
            if (subscription.watched().wantsConfirming()) {
                chosen.add(subscription);
            } else if (turned.size() < others) {
                turned.add(subscription);
            }
        }
        turned.forEach(subscriptions::remove);
        subscriptions.addAll(turned);
        chosen.addAll(turned);
        return chosen;
    }

    private void open() {
        reopening = false;
        if (closed) {
            return;
        }
        stream = new WatchStream(members.pick(), loop, this);
        subscriptions.forEach(stream::create);
    }

    @Override
    public void received(WatchStream from, WatchResponse response) {
        if (from != stream) {
            return;
        }
        breaks = 0;
        seen(response.getHeader());
        if (from != stream) {
            return;
        }
        if (response.getCreated()) {
            created(from, response);
        } else if (response.getCanceled()) {
            ended(from.ended(response.getWatchId()), response);
        } else {
            Subscription subscription = from.of(response.getWatchId());
            if (subscription != null) {
                subscription.received(response);
            }
        }
    }

    private void created(WatchStream from, WatchResponse response) {
        Subscription subscription = from.created(response);
        if (subscription == null) {
            return;
        }
        if (subscription.isClosed()) {
            from.cancel(subscription);
        } else if (response.getCanceled()) {
            ended(subscription, response);
        } else {
            subscription.created(response.getHeader().getRevision());
        }
    }

    /** A watch was ended by the member: if its history is compacted, what it watches must be read anew. */
    private void ended(@Nullable Subscription subscription, WatchResponse response) {
        if (subscription == null || subscription.isClosed()) {
            return;
        }
        log.info(
                "watch ended by member next={} compacted={} reason={}",
                subscription.cursor().next(),
                response.getCompactRevision(),
                response.getCancelReason());
        if (members.canLogIn() && Verdict.isTokenRefused(response.getCancelReason())) {
            // the stream goes on with what it had, but keeps the login that it was opened with
            members.loginIsOver();
            reopen("its login is over");
            return;
        }
        if (response.getCompactRevision() > 0) {
            subscription.restart(false);
        }
        WatchStream on = stream;
        loop.after(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS_MIN), () -> {
            if (on != null && on == stream && !subscription.isClosed()) {
                on.create(subscription);
            }
        });
    }

    /** Returns the newest revision that the store is known to have reached. For any thread. */
    long seen() {
        return seen;
    }

    /** Notes a revision that the store has reached. */
    void seen(long revision) {
        if (revision > seen) {
            seen = revision;
        }
    }

    /** Looks whose answer it is: another cluster's history has nothing to do with what is known. */
    void seen(ResponseHeader header) {
        long told = header.getClusterId();
        seen(header.getRevision());
        if (cluster != 0 && told != 0 && told != cluster) {
            cluster = told;
            newEpoch("the cluster is another one");
        } else if (told != 0) {
            cluster = told;
        }
    }

    /** The store's history began anew: everything is read again. */
    void newEpoch(String why) {
        log.warn("history of the store began anew: {}", why);
        seen = 0;
        subscriptions.forEach(subscription -> subscription.restart(true));
        reopen(why);
    }

    /** Gives up the stream if a watch that was asked for before a point in time has got no answer. */
    void giveUpIfOverdue(long nanos) {
        if (stream != null && stream.isOverdue(nanos)) {
            suspect(stream.member());
        }
    }

    /** Gives up the stream, if it is to this member, because the member does not answer. */
    void suspect(Member member) {
        if (stream != null && stream.member().equals(member)) {
            members.failed(member);
            reopen(member + " does not answer");
        }
    }

    @Override
    public void broken(WatchStream from, Status status) {
        if (from == stream) {
            members.failed(from.member());
            reopen(status.toString());
        }
    }

    /** Opens another stream after a pause that grows while streams bring nothing. */
    void reopen(String why) {
        if (stream != null) {
            log.debug("watch stream given up member={} {}", stream.member(), why);
            stream.close();
            stream = null;
        }
        subscriptions.forEach(Subscription::detach);
        if (reopening || closed) {
            return;
        }
        reopening = true;
        long longest = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN << Math.min(breaks, 10));
        breaks++;
        long pause = ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
        loop.after(TimeUnit.MILLISECONDS.toNanos(pause), this::open);
    }

    void close() {
        closed = true;
        if (stream != null) {
            stream.close();
            stream = null;
        }
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
    }
}
