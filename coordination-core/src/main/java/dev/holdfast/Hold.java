package dev.holdfast;

import dev.holdfast.spi.Place;

/**
 * A place that has its turn, and what has been granted by it.
 *
 * @param holds how many grants it has carried
 * @param sinceNanos when the first of them began
 */
record Hold(Place place, int holds, long sinceNanos) {

    static Hold first(Place place, long nowNanos) {
        return new Hold(place, 1, nowNanos);
    }

    Hold next() {
        return new Hold(place, holds + 1, sinceNanos);
    }

    boolean mayGoOn(HandOff handOff, long nowNanos) {
        return holds < handOff.maxHolds()
                && nowNanos - sinceNanos < handOff.maxTime().toNanos();
    }
}
