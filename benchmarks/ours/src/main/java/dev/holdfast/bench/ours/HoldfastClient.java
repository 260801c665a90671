package dev.holdfast.bench.ours;

import dev.holdfast.Candidacy;
import dev.holdfast.Codec;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.Watch;
import dev.holdfast.bench.worker.Client;
import dev.holdfast.bench.worker.Setup;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Holdfast: one {@link Coordination} for the process, as its users have. */
final class HoldfastClient implements Client {

    /** The namespace that a raw watch looks into as well. */
    static final String NAMESPACE = "holdfast";

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Coordination coordination;
    private final boolean elects;

    private HoldfastClient(Setup setup, boolean elects) throws InterruptedException {
        this.elects = elects;
        this.coordination = Coordination.connect(setup.store() + "://" + String.join(",", setup.endpoints()) + '/'
                + NAMESPACE + "?session=" + setup.session().toMillis() + "ms");
    }

    static HoldfastClient locks(Setup setup) throws InterruptedException {
        return new HoldfastClient(setup, false);
    }

    /** A client whose rights are leaderships instead of locks. */
    static HoldfastClient elections(Setup setup) throws InterruptedException {
        return new HoldfastClient(setup, true);
    }

    @Override
    public Hold acquire(String name) throws InterruptedException {
        return elects ? lead(name) : new Held(coordination.lock(name).acquire(PATIENCE));
    }

    private Hold lead(String name) throws InterruptedException {
        BlockingQueue<Grant> elected = new LinkedBlockingQueue<>();
        Candidacy candidacy = coordination.election(name).join("candidate", leadership -> {
            elected.add(leadership);
            new CountDownLatch(1).await();
        });
        return new Led(candidacy, elected.take());
    }

    @Override
    public CompletionStage<Hold> acquireLater(String name) {
        return coordination.lock(name).acquireAsync(PATIENCE).thenApply(Held::new);
    }

    @Override
    public Watching watch(String key, Consumer<String> onValue) throws InterruptedException {
        Watch<String> watch = coordination.config().watch(key, Codec.text());
        watch.onChange(value -> value.optional().ifPresent(onValue));
        return watch::close;
    }

    @Override
    public void close() {
        coordination.close();
    }

    private record Held(Grant grant) implements Hold {
        @Override
        public long token() {
            return grant.token().value();
        }

        @Override
        public void close() {
            grant.close();
        }
    }

    private record Led(Candidacy candidacy, Grant grant) implements Hold {
        @Override
        public long token() {
            return grant.token().value();
        }

        @Override
        public void close() {
            candidacy.close();
        }
    }
}
