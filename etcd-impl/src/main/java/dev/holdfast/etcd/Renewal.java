package dev.holdfast.etcd;

import dev.holdfast.etcd.RenewalStream.News;
import dev.holdfast.etcd.RenewalStream.News.Broken;
import dev.holdfast.etcd.RenewalStream.News.Renewed;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a lease over one stream after the other. Used on the keeper's thread alone. */
final class Renewal {

    private static final Logger log = LoggerFactory.getLogger(Renewal.class);
    private static final long RENEWALS_PER_TTL = 6;

    private final LeaseKeeper keeper;
    private final Members members;
    private final WatchHub hub;
    private final ConnectSpec spec;
    private final Ticker ticker;

    /** Whether a stream has ended since the last answer. */
    private boolean broken;

    Renewal(LeaseKeeper keeper, Members members, WatchHub hub, ConnectSpec spec) {
        this.keeper = keeper;
        this.members = members;
        this.hub = hub;
        this.spec = spec;
        this.ticker = spec.ticker();
    }

    /** Renews until the stream is of no use, the session over or the keeper closed; returns whether it was of any. */
    boolean run(EtcdSession kept, RenewalStream open, long ttlSeconds) throws InterruptedException {
        long interval = TimeUnit.SECONDS.toNanos(ttlSeconds) / RENEWALS_PER_TTL;
        long next = ticker.nanos();
        boolean useful = false;
        while (!keeper.isClosed() && !kept.isOver()) {
            long now = ticker.nanos();
            if (now - next >= 0) {
                open.send(now);
                next = now + interval;
            }
            Long oldest = open.oldestUnanswered();
            long giveUp = oldest == null ? next : oldest + 2 * interval;
            News news = open.await(Math.min(next - now, giveUp - now));
            if (news instanceof Renewed renewed) {
                useful = true;
                hub.seen(renewed.revision());
                renewed(kept, open.answered(), renewed.ttlSeconds());
            } else if (news instanceof Broken end) {
                log.debug("renewal stream broke session={} member={} {}", kept.id(), open.member(), end.status());
                giveUp(open);
                return useful;
            } else if (news == null && oldest != null && ticker.nanos() - giveUp >= 0) {
                log.debug("renewal not answered session={} member={}", kept.id(), open.member());
                giveUp(open);
                if (kept.validUntilNanos() - ticker.nanos() <= 0) {
                    // what only goes out would keep a lease that nobody here trusts any more, and hold others up
                    open.member().channel().enterIdle();
                }
                return true;
            }
        }
        return useful;
    }

    private void giveUp(RenewalStream open) {
        broken = true;
        members.failed(open.member());
    }

    private void renewed(EtcdSession kept, long sentNanos, long ttlSeconds) {
        if (ttlSeconds <= 0) {
            keeper.gone(kept);
            return;
        }
        kept.validUntil(sentNanos + spec.trusted(Duration.ofSeconds(ttlSeconds)).toNanos());
        spec.telemetry().heartbeatAnswered(ticker.nanos() - sentNanos);
        if (broken) {
            broken = false;
            spec.telemetry().reconnected();
        }
        keeper.serveSoon();
    }
}
