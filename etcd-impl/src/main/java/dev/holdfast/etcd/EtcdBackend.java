package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import dev.holdfast.etcd.Calls.Repeat;
import dev.holdfast.model.Capabilities;
import dev.holdfast.model.Capabilities.FailOver;
import dev.holdfast.model.Capabilities.WatchPromise;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries;
import dev.holdfast.spi.Ticker;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to an etcd cluster. */
final class EtcdBackend implements Backend {

    private static final Logger log = LoggerFactory.getLogger(EtcdBackend.class);
    private static final Duration TRY_MIN = Duration.ofMillis(500);
    private static final Duration TRY_MAX = Duration.ofSeconds(2);
    private static final Duration AUDIT_MAX = Duration.ofSeconds(1);
    private static final long TELL_WAIT_MS = 1_000;

    private final Members members;
    private final Calls calls;
    private final EventLoop loop;
    private final LeaseSource leases;
    private final LeaseKeeper keeper;
    private final WatchHub hub;
    private final String version;
    private final EtcdContention contention;
    private final EtcdEntries entries;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EtcdBackend(
            ConnectSpec spec,
            Members members,
            Calls calls,
            EventLoop loop,
            LeaseSource leases,
            EtcdSession first,
            String version) {
        this.members = members;
        this.calls = calls;
        this.loop = loop;
        this.leases = leases;
        this.version = version;
        long third = TimeUnit.SECONDS.toNanos(leases.ttlSeconds()) / 3;
        this.hub = new WatchHub(members, calls, loop, spec.ticker(), Math.min(third, AUDIT_MAX.toNanos()));
        this.keeper = new LeaseKeeper(members, loop, hub, leases, spec, first);
        Keys keys = new Keys(spec.namespace());
        this.contention = new EtcdContention(new Surroundings(calls, loop, hub, keeper, spec.ticker()), keys);
        this.entries = new EtcdEntries(calls, loop, hub, keys, spec.ticker());
    }

    /**
     * Connects; leaves nothing behind if that fails. The deadline is the store's: what the client takes to set itself up,
     * seconds on a machine that is busy and loads its classes for the first time, does not count.
     */
    static EtcdBackend connect(ConnectSpec spec, LeaseTerms terms, Deadline deadline) throws InterruptedException {
        Ticker ticker = spec.ticker();
        long begun = ticker.nanos();
        Members members = new Members(spec);
        EventLoop loop = new EventLoop(members.loop());
        long third = TimeUnit.SECONDS.toNanos(terms.ttlSeconds()) / 3;
        long tryNanos = Math.max(TRY_MIN.toNanos(), Math.min(TRY_MAX.toNanos(), third));
        Calls calls = new Calls(members, loop, ticker, tryNanos);
        EtcdBackend backend = null;
        try {
            ServerVersion version = ServerVersion.ask(calls);
            Deadline answered = new Deadline(ticker, deadline.atNanos() + ticker.nanos() - begun);
            LeaseSource leases = new LeaseSource(calls, loop, spec, terms);
            EtcdSession first = leases.lease(answered);
            leases.refuseMoreThanAsked(first);
            try {
                checkRights(spec, calls, answered.remainingNanos() > tryNanos ? answered : untilTry(calls, ticker));
            } catch (Unavailable e) {
                leases.revokeNow(first);
                throw e;
            }
            backend = new EtcdBackend(spec, members, calls, loop, leases, first, version.await());
            backend.keeper.start();
            log.info(
                    "connected session={} namespace={} members={} version={}",
                    first.id(),
                    spec.namespace(),
                    members,
                    backend.version);
            return backend;
        } finally {
            if (backend == null) {
                members.close();
            }
        }
    }

    /** A lease that came late is worth one question more. */
    private static Deadline untilTry(Calls calls, Ticker ticker) {
        return Deadline.after(ticker, Duration.ofNanos(calls.tryNanos()));
    }

    /** A lease is granted to anybody; the keys of the namespace are not. */
    private static void checkRights(ConnectSpec spec, Calls calls, Deadline deadline) throws InterruptedException {
        ByteString first = new Keys(spec.namespace()).all();
        RangeRequest request = RangeRequest.newBuilder()
                .setKey(first)
                .setRangeEnd(Keys.endOf(first))
                .setKeysOnly(true)
                .setLimit(1)
                .build();
        calls.ask(
                KVGrpc.getRangeMethod(),
                request,
                Repeat.READ,
                deadline,
                () -> "read the keys below '" + spec.namespace() + "/' on etcd " + spec.endpoints() + calls.asUser());
    }

    @Override
    public Capabilities capabilities() {
        Duration ttl = Duration.ofSeconds(leases.ttlSeconds());
        Duration sweep = Duration.ofMillis(500);
        FailOver failOver = new FailOver(
                ttl.multipliedBy(5).dividedBy(6),
                ttl.multipliedBy(11).dividedBy(12).plus(sweep.dividedBy(2)),
                ttl.plus(sweep));
        return new Capabilities("etcd " + version, ttl, failOver, WatchPromise.EVERY);
    }

    @Override
    public Contention contention() {
        return contention;
    }

    @Override
    public Entries entries() {
        return entries;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        calls.close();
        leases.close();
        // first the local end of everything, then the store's: nobody gets a right that is still held here
        EtcdSession last = keeper.stop();
        tellAll();
        if (loop.isCurrent()) {
            leases.revoke(last);
        } else {
            leases.revokeNow(last);
        }
        keeper.close();
        members.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        log.info("closed session={}", last.id());
    }

    /** Waits until the end of the session has been told, and closes the watches. */
    private void tellAll() {
        if (loop.isCurrent()) {
            hub.close();
            return;
        }
        CountDownLatch told = new CountDownLatch(1);
        loop.execute(() -> {
            hub.close();
            told.countDown();
        });
        try {
            if (!told.await(TELL_WAIT_MS, TimeUnit.MILLISECONDS)) {
                log.warn("a callback has not returned in {} ms; closing goes on", TELL_WAIT_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
