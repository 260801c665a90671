package dev.holdfast.chaos.manifest;

import dev.holdfast.chaos.document.DocumentException;
import dev.holdfast.chaos.document.Field;
import java.util.Map;
import java.util.Optional;

/** The fields of one mapping, as the rules of the webhooks see them: what is empty or 0 is as good as absent. */
record Values(Field field, Map<String, Field> entries) {

    Values {
        entries = Map.copyOf(entries);
    }

    Optional<Field> get(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** Returns whether the field says something. */
    boolean gives(String name) {
        return get(name).filter(value -> !value.isZero()).isPresent();
    }

    /** Returns a string field, or the empty string. */
    String text(String name) {
        return get(name).map(Field::string).orElse("");
    }

    /** Returns an error that the field is missing or says nothing, for the reason given. */
    DocumentException missing(String name, String reason) {
        return get(name)
                .map(value -> value.error("must not be empty " + reason))
                .orElseGet(() -> field.error("missing field '" + name + "'"));
    }
}
