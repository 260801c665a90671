package dev.holdfast.chaos.workload;

import dev.holdfast.model.Capabilities;
import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.Catalogue;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A backend with a bug, for a control: it believes in its sessions for longer than the store does, and is told nothing of
 * their end. What a client does that trusts a flag in place of a deadline.
 */
final class LateBackend implements Backend {

    private final Backend real;
    private final Duration late;

    LateBackend(Backend real, Duration late) {
        this.real = real;
        this.late = late;
    }

    @Override
    public Capabilities capabilities() {
        return real.capabilities();
    }

    @Override
    public Contention contention() {
        return new LateContention(real.contention());
    }

    @Override
    public Entries entries() {
        return real.entries();
    }

    @Override
    public Catalogue catalogue() {
        return real.catalogue();
    }

    @Override
    public void close() {
        real.close();
    }

    private final class LateContention implements Contention {

        private final Contention real;

        LateContention(Contention real) {
            this.real = real;
        }

        @Override
        public CompletableFuture<Place> enter(String queue, String label, int seats, Deadline deadline) {
            return Contention.decorated(real.enter(queue, label, seats, deadline), LatePlace::new);
        }

        @Override
        public List<Contender> contenders(String queue, Deadline deadline) throws InterruptedException {
            return real.contenders(queue, deadline);
        }

        @Override
        public Observation observe(String queue, int depth, Consumer<List<Contender>> listener) {
            return real.observe(queue, depth, listener);
        }
    }

    private final class LatePlace implements Place, Session {

        private final Place real;

        LatePlace(Place real) {
            this.real = real;
        }

        @Override
        public long token() {
            return real.token();
        }

        @Override
        public String entry() {
            return real.entry();
        }

        @Override
        public boolean follows(String entry) {
            return real.follows(entry);
        }

        @Override
        public Session session() {
            return this;
        }

        @Override
        public CompletionStage<Void> turn() {
            return real.turn();
        }

        @Override
        public CompletionStage<LossReason> gone() {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Void> leave() {
            return real.leave();
        }

        @Override
        public String id() {
            return real.session().id();
        }

        @Override
        public long validUntilNanos() {
            return real.session().validUntilNanos() + late.toNanos();
        }

        @Override
        public CompletionStage<LossReason> ended() {
            return new CompletableFuture<>();
        }
    }
}
