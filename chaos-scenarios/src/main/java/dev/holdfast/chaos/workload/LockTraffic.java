package dev.holdfast.chaos.workload;

import dev.holdfast.Coordination;
import dev.holdfast.DistributedLock;
import dev.holdfast.Grant;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Unavailable;
import dev.holdfast.reports.history.Values;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Takes one lock over and over and asks again and again whether it is still held. Writes to the guarded resource at the
 * beginning of each hold and at its end, then without heeding the answer: what careful users do wrong, and what only the
 * token can stop.
 */
final class LockTraffic implements Traffic {

    private static final String NAME = "orders";
    private static final String SUBJECT = "lock:" + NAME;
    private static final Duration CHECK_EVERY = Duration.ofMillis(20);

    private final String process;
    private final ClientSpec spec;
    private final DistributedLock lock;
    private final Duration patience;
    private final LedgerClient ledger;
    private final Recorder recorder;
    private final Orders orders;
    private final SplittableRandom random;

    LockTraffic(ClientSpec spec, Coordination coordination, Recorder recorder, Orders orders) {
        this.process = spec.name() + "/lock";
        this.spec = spec;
        this.lock = coordination.lock(NAME);
        this.patience = coordination.capabilities().session().multipliedBy(2);
        this.ledger = new LedgerClient(process, NAME, spec, recorder);
        this.recorder = recorder;
        this.orders = orders;
        this.random = new SplittableRandom(spec.seed() ^ process.hashCode());
    }

    @Override
    public void run() throws InterruptedException {
        while (!orders.isStopped()) {
            acquire().ifPresent(this::hold);
            orders.stopsWithin(Duration.ofMillis(1 + random.nextInt(10)));
        }
    }

    private Optional<Grant> acquire() throws InterruptedException {
        Recorder.Operation acquire =
                recorder.invoke(process, "acquire", SUBJECT, Values.of("withinMs", patience.toMillis()));
        try {
            Optional<Grant> grant = lock.tryAcquire(patience);
            grant.ifPresentOrElse(
                    held -> acquire.ok(Values.of("token", held.token().value()).with("holder", spec.name())),
                    () -> acquire.fail("held by others"));
            return grant;
        } catch (Unavailable e) {
            acquire.fail(e);
        } catch (CoordinationException e) {
            acquire.info(e);
        }
        return Optional.empty();
    }

    private void hold(Grant grant) {
        long token = grant.token().value();
        grant.onLost(reason -> recorder.note(
                process, "ended", SUBJECT, Values.of("token", token).with("reason", reason.name())));
        try {
            Deadline end = Deadline.after(Ticker.SYSTEM, Duration.ofMillis(spec.holdMs()));
            Held.check(recorder, process, SUBJECT, grant);
            ledger.write(token);
            while (!end.hasPassed() && !orders.stopsWithin(CHECK_EVERY)) {
                Held.check(recorder, process, SUBJECT, grant);
            }
            ledger.write(token);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Recorder.Operation release = recorder.invoke(process, "release", SUBJECT, Values.of("token", token));
            grant.close();
            release.ok(Values.of("token", token));
        }
    }
}
