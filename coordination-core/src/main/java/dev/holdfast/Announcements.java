package dev.holdfast;

import dev.holdfast.LeaderElection.Announcement;
import dev.holdfast.LeaderElection.Leader;
import dev.holdfast.spi.Contention.Contender;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.EntryState;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts together who leads and what leaders announce, which arrive on two ways: an announcement is told with the leader that
 * it names by its token, and nothing older once anything newer of either is known.
 */
final class Announcements<T> implements EntryListener {

    private static final Logger log = LoggerFactory.getLogger(Announcements.class);

    private final Queue queue;
    private final Codec<T> codec;
    private final SerialDispatcher dispatcher;
    private final Consumer<Optional<Announcement<T>>> listener;
    private final AtomicBoolean open = new AtomicBoolean(true);

    // what follows is read and written by tasks of the dispatcher alone

    /** Null until told. */
    private @Nullable List<Contender> front;

    /** Empty for none; null until told. */
    private byte @Nullable [] announced;

    /** The highest token of a leader that was seen. */
    private long newest = -1;

    private boolean hasTold;

    /** What was told last; null for nothing. */
    private @Nullable Announcement<T> told;

    private Announcements(
            Queue queue, Codec<T> codec, SerialDispatcher dispatcher, Consumer<Optional<Announcement<T>>> listener) {
        this.queue = queue;
        this.codec = codec;
        this.dispatcher = dispatcher;
        this.listener = listener;
    }

    static String key(Queue queue) {
        return "announced/" + queue.path();
    }

    static byte[] bytes(Grant leadership, byte[] value) {
        return ByteBuffer.allocate(Long.BYTES + value.length)
                .putLong(leadership.token().value())
                .put(value)
                .array();
    }

    static <T> Observation observe(
            Coordination coordination, Queue queue, Codec<T> codec, Consumer<Optional<Announcement<T>>> listener) {
        Announcements<T> announcements =
                new Announcements<>(queue, codec, coordination.threads().dispatcher(), listener);
        Observation leaders = queue.observe(1, announcements::led);
        Observation values = coordination.backend().entries().watch(key(queue), announcements);
        return () -> {
            announcements.open.set(false);
            leaders.close();
            values.close();
        };
    }

    private void led(List<Contender> now) {
        dispatcher.execute(() -> {
            front = now;
            tell();
        });
    }

    @Override
    public void changed(EntryState state) {
        dispatcher.execute(() -> {
            announced = state.entry().map(Entry::value).orElse(new byte[0]);
            if (state.epochChanged()) {
                newest = -1;
            }
            tell();
        });
    }

    @Override
    public void confirmed(long atNanos) {
        // nothing has changed
    }

    private void tell() {
        List<Contender> leaders = front;
        byte[] value = announced;
        if (leaders == null || value == null) {
            return;
        }
        long leading = leaders.isEmpty() ? -1 : leaders.get(0).token();
        long announcing =
                value.length < Long.BYTES ? -1 : ByteBuffer.wrap(value).getLong();
        newest = Math.max(newest, Math.max(leading, announcing));
        if (leading >= 0 && leading < newest) {
            return;
        }
        Optional<Announcement<T>> next = leading >= 0 && leading == announcing
                ? LeaderElection.first(queue, leaders).flatMap(leader -> decoded(leader, value))
                : Optional.empty();
        if (open.get() && !(hasTold && next.equals(Optional.ofNullable(told)))) {
            hasTold = true;
            told = next.orElse(null);
            listener.accept(next);
        }
    }

    private Optional<Announcement<T>> decoded(Leader leader, byte[] value) {
        try {
            byte[] encoded = Arrays.copyOfRange(value, Long.BYTES, value.length);
            return Optional.of(new Announcement<>(leader, codec.decode(encoded)));
        } catch (RuntimeException e) {
            log.warn("undecodable announcement of {} in {}", leader, queue, e);
            return Optional.empty();
        }
    }
}
