package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.document.Nearest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields that the specifications of several kinds have. */
public final class SpecFields {

    private SpecFields() {}

    /** Reads the action before anything else, so that an unsupported one is not reported as an unknown field. */
    public static String action(Field spec, List<String> supported, List<String> later) {
        Field action = spec.entries().get("action");
        if (action == null) {
            throw spec.error("missing field 'action'; supported: " + String.join(", ", supported));
        }
        String name = action.string();
        if (later.contains(name)) {
            throw action.error(
                    "action '" + name + "' is not supported locally yet; supported: " + String.join(", ", supported));
        }
        if (!supported.contains(name)) {
            throw action.error("unknown action '" + name + "'" + Nearest.hint(name, supported));
        }
        return name;
    }

    /** Reads the duration, if there is one; Chaos Mesh takes the empty string for none. */
    public static @Nullable Duration span(Mapping spec) {
        return spec.optional("duration")
                .filter(field -> !field.isEmptyString())
                .map(Field::positiveDuration)
                .orElse(null);
    }

    /** Refuses what only a controller of several clusters can do. */
    public static void refuseRemote(Mapping spec) {
        spec.optional("remoteCluster").ifPresent(field -> {
            throw field.keyError("not supported locally: there is one cluster, this one");
        });
    }
}
