package dev.holdfast.chaos.fault;

import java.util.Map;
import java.util.Set;

/**
 * One set-based requirement on labels, as Kubernetes defines it: an absent label satisfies {@code NotIn}.
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
public record LabelExpression(String key, Operator operator, Set<String> values) {

    /** How a label is compared with the values. */
    public enum Operator {
        IN("In"),
        NOT_IN("NotIn"),
        EXISTS("Exists"),
        DOES_NOT_EXIST("DoesNotExist");

        private final String word;

        Operator(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        boolean takesValues() {
            return this == IN || this == NOT_IN;
        }
    }

    public LabelExpression {
        values = Set.copyOf(values);
        if (operator.takesValues() == values.isEmpty()) {
            throw new IllegalArgumentException(
                    "values: must be given for In and NotIn and for no other, given " + values);
        }
    }

    boolean matches(Map<String, String> labels) {
        boolean present = labels.containsKey(key);
        boolean listed = present && values.contains(labels.getOrDefault(key, ""));
        return switch (operator) {
            case IN -> listed;
            case NOT_IN -> !listed;
            case EXISTS -> present;
            case DOES_NOT_EXIST -> !present;
        };
    }
}
