package dev.holdfast;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.spi.Contention.Contender;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.EntryState;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.WriteCondition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A leader's wish that a candidate be next. It writes down two tokens, its own and the candidate's; whoever gives way and
 * waits between the two leaves the queue and enters it again, behind. A wish that was obeyed, or comes late, concerns
 * nobody any more: tokens rise, so nobody stands between these two again.
 */
final class Succession {

    private static final Logger log = LoggerFactory.getLogger(Succession.class);

    private final Coordination coordination;
    private final Queue queue;

    Succession(Coordination coordination, Queue queue) {
        this.coordination = coordination;
        this.queue = queue;
    }

    private String key() {
        return "succession/" + queue.path();
    }

    // the leader's side

    /** Returns whether the candidate has come to stand directly behind the leader in time. */
    boolean isNext(Grant leadership, String candidate, Deadline deadline) throws InterruptedException {
        long own = leadership.token().value();
        List<Contender> behind = queue.contenders(deadline).stream()
                .filter(one -> one.token() > own)
                .toList();
        Optional<Contender> wanted =
                behind.stream().filter(one -> one.label().equals(candidate)).findFirst();
        if (wanted.isEmpty() || behind.get(0).equals(wanted.get())) {
            return wanted.isPresent();
        }
        byte[] wish = new Wish(own, wanted.get().token()).bytes();
        boolean next = false;
        try {
            WhileHeld.whileHeld(leadership)
                    .guarded(
                            coordination,
                            new WriteCondition.Always(),
                            guard -> coordination
                                    .backend()
                                    .entries()
                                    .write(key(), wish, guard, deadline)
                                    .revision());
            next = awaitSecond(own, wanted.get(), deadline);
            return next;
        } finally {
            if (!next) {
                withdraw(leadership);
            }
        }
    }

    private boolean awaitSecond(long own, Contender wanted, Deadline deadline) throws InterruptedException {
        CompletableFuture<Void> second = new CompletableFuture<>();
        Observation observation = queue.observe(2, front -> {
            if (front.size() == 2 && front.get(0).token() == own && front.get(1).equals(wanted)) {
                second.complete(null);
            }
        });
        try {
            return coordination.isDoneBy(second, deadline);
        } finally {
            observation.close();
        }
    }

    /** Nobody who has not seen the wish so far shall obey it; one that is not withdrawn harms nobody. */
    private void withdraw(Grant leadership) throws InterruptedException {
        if (!leadership.isHeld()) {
            return;
        }
        try {
            Deadline answer = Deadline.after(coordination.ticker(), Queue.RETRY_PAUSE.multipliedBy(10));
            var unused = coordination
                    .backend()
                    .entries()
                    .delete(key(), leadership.guard(new WriteCondition.Always()), answer);
        } catch (CoordinationException | IllegalStateException e) {
            log.debug("wish of {} not withdrawn: {}", leadership, e.getMessage());
        }
    }

    // the candidates' side

    /** Returns what lets a candidate give way while it waits; without a watch if it does not. */
    Courtesy courtesy(boolean givesWay) {
        Courtesy courtesy = new Courtesy();
        if (givesWay) {
            courtesy.watch = coordination.backend().entries().watch(key(), courtesy);
        }
        return courtesy;
    }

    /** What a leader has written down: whoever stands between two tokens is to give way. */
    private record Wish(long after, long before) {

        static final Wish NONE = new Wish(0, 0);

        static Wish of(EntryState state) {
            byte[] value = state.entry().map(Entry::value).orElse(new byte[0]);
            if (value.length != 2 * Long.BYTES) {
                return NONE;
            }
            ByteBuffer tokens = ByteBuffer.wrap(value);
            return new Wish(tokens.getLong(), tokens.getLong());
        }

        byte[] bytes() {
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(after)
                    .putLong(before)
                    .array();
        }

        boolean concerns(Place place) {
            return after < place.token() && place.token() < before;
        }
    }

    /** What lets a candidate give way. */
    final class Courtesy implements EntryListener, AutoCloseable {

        /** Null if this gives way to nobody. */
        private @Nullable Observation watch;

        /** The place that waits; null while none does. */
        private volatile @Nullable Place waiting;

        private volatile Wish wish = Wish.NONE;

        /** Notes the place that waits now. */
        void waits(Place place) {
            waiting = place;
            obey();
        }

        /** Notes that no place waits any more. */
        void waitsNoMore() {
            waiting = null;
        }

        @Override
        public void changed(EntryState state) {
            wish = Wish.of(state);
            obey();
        }

        @Override
        public void confirmed(long atNanos) {
            // nothing has changed
        }

        private void obey() {
            Place place = waiting;
            if (place != null && wish.concerns(place)) {
                log.info("giving way queue={} token={}", queue, place.token());
                place.leave();
            }
        }

        @Override
        public void close() {
            if (watch != null) {
                watch.close();
            }
        }
    }
}
