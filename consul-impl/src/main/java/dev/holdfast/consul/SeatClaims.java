package dev.holdfast.consul;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which seats the places of this process have, or ask for. To a session that has a seat the server would give it once more,
 * for another place: then one key stood for two, and a dead session would hold back one seat less than it had. Safe for
 * many threads.
 */
final class SeatClaims {

    private final Map<Claim, ConsulPlace> claims = new ConcurrentHashMap<>();

    private record Claim(String head, ConsulSession session) {
        static Claim of(String head, ConsulPlace place) {
            return new Claim(head, place.consulSession());
        }
    }

    /** Claims a seat; false if another place of the session has it. The key of an exclusive right is always granted. */
    boolean take(String head, ConsulPlace place) {
        if (place.seats() == 1) {
            return true;
        }
        ConsulPlace other = claims.putIfAbsent(Claim.of(head, place), place);
        return other == null || other == place;
    }

    void give(String head, ConsulPlace place) {
        claims.remove(Claim.of(head, place), place);
    }

    void giveWhenGone(String head, ConsulPlace place) {
        place.gone().whenComplete((reason, failure) -> give(head, place));
    }
}
