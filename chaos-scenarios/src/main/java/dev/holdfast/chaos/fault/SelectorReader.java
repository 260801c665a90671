package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads {@code selector}, {@code mode} and {@code value}, with the rules of Chaos Mesh's webhooks. */
public final class SelectorReader {

    private static final Map<String, Mode.Kind> MODES =
            Arrays.stream(Mode.Kind.values()).collect(Collectors.toMap(Mode.Kind::word, Function.identity()));
    private static final Map<String, LabelExpression.Operator> OPERATORS = Arrays.stream(
                    LabelExpression.Operator.values())
            .collect(Collectors.toMap(LabelExpression.Operator::word, Function.identity()));
    private static final Set<String> PHASES = Set.of("Pending", "Running", "Succeeded", "Failed", "Unknown");

    private final String namespace;

    /** Reads for an object of that namespace, the one meant where a selector names none. */
    public SelectorReader(String namespace) {
        this.namespace = namespace;
    }

    /** Reads the three fields out of a mapping that declares them. */
    public Targets.Selected selected(Mapping mapping) {
        return new Targets.Selected(pods(mapping.required("selector")), mode(mapping));
    }

    public Mode mode(Mapping mapping) {
        Mode.Kind kind = mapping.required("mode").oneOf(MODES);
        Optional<Field> value = mapping.optional("value");
        if (!kind.takesValue()) {
            // Chaos Mesh takes a value here too, and never looks at it; it must still be a string
            value.ifPresent(Field::string);
            return new Mode(kind, 0);
        }
        Field field = value.orElseThrow(
                () -> mapping.field().error("missing field 'value': mode " + kind.word() + " needs one, as a string"));
        String rule = kind.isPercentage() ? "a percentage from 1 to 100" : "a count above 0";
        String text = field.string();
        try {
            return new Mode(kind, Integer.parseInt(text));
        } catch (IllegalArgumentException e) {
            throw field.error("expected " + rule + " with mode " + kind.word() + ", given '" + text + "'");
        }
    }

    private Selector pods(Field field) {
        Mapping mapping = field.mapping(
                "namespaces",
                "labelSelectors",
                "expressionSelectors",
                "annotationSelectors",
                "fieldSelectors",
                "podPhaseSelectors",
                "pods",
                "nodes",
                "nodeSelectors");
        for (String name : List.of("nodes", "nodeSelectors")) {
            mapping.optional(name).ifPresent(given -> {
                throw given.keyError("not supported locally: local pods have no node; select by label instead");
            });
        }
        Set<String> phases = mapping.optional("podPhaseSelectors")
                .map(list -> Set.copyOf(new HashSet<>(list.list(SelectorReader::phase))))
                .orElse(Set.of());
        return selector(mapping, phases, mapping.optional("pods"));
    }

    /** Reads the selector of physical machines, which must say something. */
    public Selector machines(Field field) {
        Mapping mapping = field.mapping(
                "namespaces",
                "labelSelectors",
                "expressionSelectors",
                "annotationSelectors",
                "fieldSelectors",
                "physicalMachines");
        if (field.entries().isEmpty()) {
            throw field.error("an empty selector selects nothing here; give a selector or a list of addresses");
        }
        return selector(mapping, Set.of(), mapping.optional("physicalMachines"));
    }

    private Selector selector(Mapping mapping, Set<String> phases, Optional<Field> named) {
        List<String> namespaces = mapping.optional("namespaces")
                .map(list -> list.list(Field::text))
                .orElse(List.of());
        return new Selector(
                namespaces.isEmpty() ? Set.of(namespace) : new HashSet<>(namespaces),
                mapping.optional("labelSelectors").map(Field::strings).orElse(Map.of()),
                mapping.optional("expressionSelectors")
                        .map(list -> list.list(SelectorReader::expression))
                        .orElse(List.of()),
                mapping.optional("annotationSelectors").map(Field::strings).orElse(Map.of()),
                mapping.optional("fieldSelectors").map(SelectorReader::fields).orElse(Map.of()),
                phases,
                named.map(SelectorReader::named).orElse(Map.of()));
    }

    private static Map<String, Set<String>> named(Field field) {
        Map<String, Set<String>> named = new HashMap<>();
        field.entries().forEach((namespace, names) -> named.put(namespace, new HashSet<>(names.list(Field::text))));
        return named;
    }

    private static Map<String, String> fields(Field field) {
        field.entries().forEach((name, value) -> {
            if (!Selector.FIELDS.contains(name)) {
                throw value.keyError("field not known locally; known: "
                        + Selector.FIELDS.stream().sorted().collect(Collectors.joining(", ")));
            }
        });
        return field.strings();
    }

    private static String phase(Field field) {
        String phase = field.string();
        if (!PHASES.contains(phase.startsWith("!") ? phase.substring(1) : phase)) {
            throw field.error("unknown phase '" + phase + "'; expected one of "
                    + PHASES.stream().sorted().collect(Collectors.joining(", ")));
        }
        return phase;
    }

    private static LabelExpression expression(Field field) {
        Mapping mapping = field.mapping("key", "operator", "values");
        String key = mapping.required("key").text();
        LabelExpression.Operator operator = mapping.required("operator").oneOf(OPERATORS);
        List<String> values =
                mapping.optional("values").map(list -> list.list(Field::string)).orElse(List.of());
        if (operator.takesValues() == values.isEmpty()) {
            throw field.error("operator " + operator.word()
                    + (operator.takesValues() ? " needs values" : " takes no values, given " + values));
        }
        return new LabelExpression(key, operator, new HashSet<>(values));
    }
}
