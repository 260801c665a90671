package dev.holdfast.consul;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kiwiproject.consul.model.kv.Value;

/**
 * A queue as one read saw it, head first. Its order is that of the entries' CreateIndex, the position in the store's log
 * at which each was made.
 */
record QueueView(List<Seat> seats) {

    QueueView {
        seats = List.copyOf(seats);
    }

    /**
     * One entry of a queue.
     *
     * @param token its CreateIndex
     * @param index its ModifyIndex, from which on a blocking query waits for its next change
     */
    record Seat(String key, long token, long index, String label, String session) {}

    /** Where one entry stands. */
    sealed interface Standing {}

    /** There is no such entry, or another session has it. */
    record Gone() implements Standing {}

    /** Nobody is before it. */
    record Head() implements Standing {}

    /**
     * Somebody is before it.
     *
     * @param predecessor the one directly before it
     * @param next whether that one is the head, so that nobody is left before this entry when it goes
     */
    record Behind(Seat predecessor, boolean next) implements Standing {}

    /**
     * Returns the queue among what a read of its prefix returned: the keys directly below it that a session holds. Of
     * two values of one key the last counts: a transaction returns what it wrote without its value, and then what it
     * read.
     *
     * @param prefix with the slash at its end
     */
    static QueueView of(String prefix, List<Value> values) {
        Map<String, Seat> seats = new HashMap<>();
        for (Value value : values) {
            String key = value.getKey();
            if (key.startsWith(prefix) && key.indexOf('/', prefix.length()) < 0) {
                value.getSession()
                        .ifPresent(session -> seats.put(
                                key,
                                new Seat(
                                        key,
                                        value.getCreateIndex(),
                                        value.getModifyIndex(),
                                        new String(bytesOf(value), StandardCharsets.UTF_8),
                                        session)));
            }
        }
        return new QueueView(seats.values().stream()
                .sorted(Comparator.comparingLong(Seat::token))
                .toList());
    }

    static byte[] bytesOf(Value value) {
        return value.getValue().map(Base64.getDecoder()::decode).orElseGet(() -> new byte[0]);
    }

    Standing standingOf(String key, String session) {
        Optional<Seat> own = seats.stream()
                .filter(seat -> seat.key().equals(key) && seat.session().equals(session))
                .findFirst();
        if (own.isEmpty()) {
            return new Gone();
        }
        long token = own.get().token();
        List<Seat> before = seats.stream().filter(seat -> seat.token() < token).toList();
        return before.isEmpty() ? new Head() : new Behind(before.get(before.size() - 1), before.size() == 1);
    }

    Optional<Seat> head() {
        return seats.stream().findFirst();
    }
}
