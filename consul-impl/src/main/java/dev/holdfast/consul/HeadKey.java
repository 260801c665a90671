package dev.holdfast.consul;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.model.kv.Value;

/**
 * A head key as it was taken for one place.
 *
 * <p>It is given up only as it was taken. Taking it writes the place's name, so that its index rises with each place, be
 * it one of the same session; a request to give it up that arrives late, when another place has it, changes nothing.
 * Whoever overwrites the key by hand keeps it from being given up until the session ends.
 *
 * @param index its ModifyIndex when it was taken
 */
record HeadKey(String key, long index) {

    /** Returns the name of a key; of seats, the number counts on from 0 again after the last. */
    static String name(String prefix, int seats, int number) {
        return prefix + (seats == 1 ? ".lock" : ".seat-" + number % seats);
    }

    /** Returns the key as the last of these values shows it; null if none does. */
    static @Nullable HeadKey in(List<Value> values, String key) {
        return values.stream()
                .filter(value -> value.getKey().equals(key))
                .reduce((earlier, later) -> later)
                .map(value -> new HeadKey(key, value.getModifyIndex()))
                .orElse(null);
    }

    /** Returns the steps that delete it, and fail the transaction if it was taken for another place meanwhile. */
    List<TxnOp> givenUp() {
        return List.of(TxnOp.checkIndex(key, index), TxnOp.delete(key));
    }
}
