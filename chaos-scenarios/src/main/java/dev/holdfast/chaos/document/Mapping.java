package dev.holdfast.chaos.document;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A mapping whose fields its consumer has named: none of them is unknown, each may be asked for by its name. */
public final class Mapping {

    private final Field field;
    private final Map<String, Field> entries;
    private final Set<String> known;

    Mapping(Field field, Map<String, Field> entries, Set<String> known) {
        this.field = field;
        this.entries = entries;
        this.known = known;
    }

    /** Returns the mapping as a field, for errors about the whole. */
    public Field field() {
        return field;
    }

    /** Returns a field that must be there. */
    public Field required(String name) {
        return optional(name).orElseThrow(() -> field.error("missing field '" + name + "'"));
    }

    public Optional<Field> optional(String name) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException(
                    "name: must be declared when the mapping is taken, given '" + name + "'");
        }
        return Optional.ofNullable(entries.get(name));
    }
}
