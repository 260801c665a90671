package dev.holdfast.bench.ours;

import dev.holdfast.Candidacy;
import dev.holdfast.Codec;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.HandOff;
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

    /** The system property that holds more options of the address, each with its ampersand. */
    private static final String OPTIONS = "holdfast.bench.options";

    private static final HandOff HAND_OFF = new HandOff(100, Duration.ofMillis(100));
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Coordination coordination;
    private final String contender;

    HoldfastClient(Setup setup) throws InterruptedException {
        this.contender = setup.contender();
        this.coordination = Coordination.connect(setup.store() + "://" + String.join(",", setup.endpoints()) + '/'
                + NAMESPACE + "?connect=1m&" + session(setup) + System.getProperty(OPTIONS, ""));
    }

    private static String session(Setup setup) {
        return setup.contender().equals("holdfast-fast")
                ? "mode=fast&session=3s"
                : "session=" + setup.session().toMillis() + "ms";
    }

    @Override
    public Hold acquire(String name) throws InterruptedException {
        return switch (contender) {
            case "holdfast-election" -> lead(name);
            case "holdfast-handoff" ->
                new Held(coordination.lock(name, HAND_OFF).acquire(PATIENCE));
            default -> new Held(coordination.lock(name).acquire(PATIENCE));
        };
    }

    @Override
    public boolean repeatsTokens() {
        return contender.equals("holdfast-handoff");
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
