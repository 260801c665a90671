package dev.holdfast.etcd;

import org.jspecify.annotations.Nullable;

/**
 * The watch on a place's own key, which tells that it was removed by somebody else. While it waits, the watch on the
 * predecessor has the own key as well; behind a place of the same process there is none until the turn, or for a second.
 * Used on the event loop alone.
 */
final class OwnKey {

    private final EtcdPlace place;
    private final boolean waited;
    private @Nullable Subscription subscription;

    /** @param waited whether long may have passed between the entering and the first watch */
    OwnKey(EtcdPlace place, boolean waited) {
        this.place = place;
        this.waited = waited;
    }

    /** Has the key watched, if it is not: from the state that entering showed, or from now on after a reading. */
    void watch() {
        if (subscription == null && place.isStaying()) {
            WatchHub hub = place.around().hub();
            KeyGone gone = new KeyGone(place.self(), place::missing);
            subscription = waited ? hub.subscribe(gone, place.token()) : hub.resume(gone, place.token());
        }
    }

    /** Notes that the key is watched by who watches others as well. */
    void watchedBy(Subscription wider) {
        unwatch();
        subscription = wider;
    }

    void unwatch() {
        if (subscription != null) {
            place.around().hub().unsubscribe(subscription);
            subscription = null;
        }
    }
}
