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

    /** What the names of keys begin with, below a queue, that are no entries. */
    private static final char NO_ENTRY = '.';

    /**
     * One entry of a queue.
     *
     * @param token its CreateIndex
     * @param index its ModifyIndex, from which on a blocking query waits for its next change
     * @param encoded what it says of itself, as Consul sends it
     */
    record Seat(String key, long token, long index, String encoded, String session) {

        String label() {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        }
    }

    /** Where one entry stands. */
    sealed interface Standing {}

    /** There is no such entry, or another session has it. */
    record Gone() implements Standing {}

    /**
     * It is in the queue.
     *
     * @param before who came earlier, head first
     */
    record Behind(List<Seat> before) implements Standing {

        boolean isAmong(int seats) {
            return before.size() < seats;
        }

        Optional<Seat> predecessor() {
            return before.isEmpty() ? Optional.empty() : Optional.of(before.get(before.size() - 1));
        }
    }

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
            if (isEntry(prefix, key)) {
                value.getSession()
                        .ifPresent(session -> seats.put(
                                key,
                                new Seat(
                                        key,
                                        value.getCreateIndex(),
                                        value.getModifyIndex(),
                                        value.getValue().orElse(""),
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

    private static boolean isEntry(String prefix, String key) {
        return key.startsWith(prefix)
                && key.length() > prefix.length()
                && key.charAt(prefix.length()) != NO_ENTRY
                && key.indexOf('/', prefix.length()) < 0;
    }

    Standing standingOf(String key, String session) {
        for (int i = 0; i < seats.size(); i++) {
            Seat seat = seats.get(i);
            if (seat.key().equals(key) && seat.session().equals(session)) {
                return new Behind(seats.subList(0, i));
            }
        }
        return new Gone();
    }
}
