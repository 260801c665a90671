package dev.holdfast.consul;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The own places in one queue, in its order. Safe for many threads. */
final class OwnPlaces {

    private final String prefix;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final TreeMap<Long, ConsulPlace> places = new TreeMap<>();

    /** @param prefix of the queue's keys */
    OwnPlaces(String prefix) {
        this.prefix = prefix;
    }

    /**
     * What must change before a place can have its turn.
     *
     * @param key a key, or the queue's prefix for the names below it; empty if nothing need change
     * @param from the store's position from which on changes count
     */
    record Want(String key, long from) {}

    void add(ConsulPlace place) {
        synchronized (lock) {
            places.put(place.token(), place);
        }
    }

    /** Takes a place out; returns whether none is left. */
    boolean drop(ConsulPlace place) {
        synchronized (lock) {
            places.remove(place.token(), place);
            return places.isEmpty();
        }
    }

    boolean isEmpty() {
        synchronized (lock) {
            return places.isEmpty();
        }
    }

    List<ConsulPlace> all() {
        synchronized (lock) {
            return List.copyOf(places.values());
        }
    }

    /** Returns those that nobody has left. */
    List<ConsulPlace> present() {
        synchronized (lock) {
            return places.values().stream().filter(place -> !place.isOver()).toList();
        }
    }

    List<ConsulPlace> waiting() {
        synchronized (lock) {
            return places.values().stream().filter(ConsulPlace::isWaiting).toList();
        }
    }

    @Nullable
    ConsulPlace heirOf(ConsulPlace place) {
        synchronized (lock) {
            return places.tailMap(place.token(), false).values().stream()
                    .findFirst()
                    .filter(next -> next.seats() == 1 && next.isWaiting() && next.isDirectlyBehind(place))
                    .orElse(null);
        }
    }

    Want wanted() {
        synchronized (lock) {
            long from = places.values().stream()
                    .filter(ConsulPlace::isWaiting)
                    .mapToLong(place -> place.outlook().judgedAt())
                    .min()
                    .orElse(Long.MAX_VALUE);
            return new Want(key(), from);
        }
    }

    @GuardedBy("lock")
    private String key() {
        boolean first = true;
        String wanted = "";
        for (ConsulPlace place : places.values()) {
            if (!place.isWaiting() || (!first && place.seats() == 1)) {
                continue;
            }
            boolean own = place.seats() == 1 && isOwn(place.outlook().predecessor());
            if (!own && !place.outlook().before().isEmpty()) {
                return prefix;
            }
            wanted = own || !first ? wanted : place.outlook().predecessor();
            first = false;
        }
        return wanted;
    }

    @GuardedBy("lock")
    private boolean isOwn(String key) {
        return places.values().stream().anyMatch(place -> place.key().equals(key));
    }
}
