package dev.holdfast.chaos.manifest;

import dev.holdfast.chaos.document.Field;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Rules that several kinds have. */
final class Rules {

    private Rules() {}

    /** Returns the rule that all these fields say something when the field named first is that word. */
    static Rule needs(String field, String word, String... names) {
        return values -> {
            if (values.text(field).equals(word)) {
                for (String name : names) {
                    requireGiven(values, name, field + " " + word);
                }
            }
        };
    }

    /** Returns the rule that all these fields are there, empty or not, when the field named first is that word. */
    static Rule present(String field, String word, String... names) {
        return when(field, word, values -> {
            for (String name : names) {
                if (values.get(name).isEmpty()) {
                    requireGiven(values, name, field + " " + word);
                }
            }
        });
    }

    /** Returns the rule that all these fields say something. */
    static Rule given(String... names) {
        return values -> {
            for (String name : names) {
                if (!values.gives(name)) {
                    throw values.missing(name, "here");
                }
            }
        };
    }

    /** Returns the rule that at least one of these fields says something. */
    static Rule some(String... names) {
        return values -> {
            if (Arrays.stream(names).noneMatch(values::gives)) {
                throw values.field().error("missing field " + quoted(List.of(names)) + ": one of them is needed");
            }
        };
    }

    /** Returns the rule that not both of these fields say something. */
    static Rule notBoth(String one, String other) {
        return values -> {
            if (values.gives(one) && values.gives(other)) {
                throw field(values, other).keyError("not beside '" + one + "': only one of the two may be given");
            }
        };
    }

    /** Returns a rule that holds only where the field is that word. */
    static Rule when(String field, String word, Rule rule) {
        return values -> {
            if (values.text(field).equals(word)) {
                rule.check(values);
            }
        };
    }

    static void requireGiven(Values values, String name, String reason) {
        if (values.gives(name)) {
            return;
        }
        throw values.get(name)
                .map(value -> value.error("must not be empty with " + reason))
                .orElseGet(() -> values.field().error("missing field '" + name + "': " + reason + " needs it"));
    }

    /** Returns a field that is known to be there. */
    static Field field(Values values, String name) {
        return values.get(name).orElseThrow(() -> values.field().error("missing field '" + name + "'"));
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(" or "));
    }
}
