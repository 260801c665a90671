package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The time in which a grant was certainly valid in the eyes of its holder: from the return of its acquire to the call of
 * the last check of the same process that answered held. Empty ({@code to == from}) when no check answered so.
 */
public record HeldZone(
        String subject, String process, long token, long from, long to, Operation acquire, Operation last) {
    private record Key(String subject, String process, long token) {}

    /** Returns the zones of a recipe, {@code lock} or {@code election}, in the order of the acquires' calls. */
    public static List<HeldZone> of(History history, String recipe) {
        Map<Key, HeldZone> zones = new java.util.LinkedHashMap<>();
        Map<String, Key> latest = new HashMap<>();
        for (Operation operation : Recipes.operations(history, recipe)) {
            String place = operation.process() + ' ' + operation.subject();
            if (Recipes.isAcquire(operation) && operation.isOk()) {
                Key key = new Key(
                        operation.subject(),
                        operation.process(),
                        operation.result().number("token"));
                long from = operation.returnedAt();
                zones.putIfAbsent(
                        key, new HeldZone(key.subject, key.process, key.token, from, from, operation, operation));
                latest.put(place, key);
            } else if (operation.is("check")
                    && operation.isOk()
                    && operation.result().flag("held")) {
                extend(zones, latest.get(place), operation);
            }
        }
        return new ArrayList<>(zones.values());
    }

    private static void extend(
            Map<Key, HeldZone> zones, @org.jspecify.annotations.Nullable Key latest, Operation check) {
        Key key = latest;
        if (check.result().has("token")) {
            key = new Key(check.subject(), check.process(), check.result().number("token"));
        }
        HeldZone zone = key == null ? null : zones.get(key);
        if (zone != null && check.calledAt() > zone.to) {
            zones.put(
                    zone.key(),
                    new HeldZone(
                            zone.subject, zone.process, zone.token, zone.from, check.calledAt(), zone.acquire, check));
        }
    }

    private Key key() {
        return new Key(subject, process, token);
    }
}
