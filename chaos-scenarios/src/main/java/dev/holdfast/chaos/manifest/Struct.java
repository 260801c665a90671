package dev.holdfast.chaos.manifest;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A mapping of known names. It is checked in this order: no unknown name; each value by its shape, in the order of the
 * file; no required name missing; the rules between fields. Each method returns a new struct with something added.
 */
record Struct(Map<String, Shape> fields, Set<String> required, List<Rule> rules) implements Shape {

    static final Struct EMPTY = new Struct(Map.of(), Set.of(), List.of());

    Struct {
        fields = Map.copyOf(fields);
        // in the order of their declaration, in which missing ones are told
        required = new LinkedHashSet<>(required);
        rules = List.copyOf(rules);
    }

    /** Returns a struct with a field that must be there. */
    static Struct requires(String name, Shape shape) {
        return EMPTY.andRequires(name, shape);
    }

    /** Returns a struct with fields of one shape that may be there. */
    static Struct allows(Shape shape, String... names) {
        return EMPTY.andAllows(shape, names);
    }

    Struct andRequires(String name, Shape shape) {
        return with(new Struct(Map.of(name, shape), Set.of(name), List.of()));
    }

    Struct andAllows(Shape shape, String... names) {
        Map<String, Shape> added = new LinkedHashMap<>();
        Arrays.stream(names).forEach(name -> added.put(name, shape));
        return with(new Struct(added, Set.of(), List.of()));
    }

    /** Returns this struct with all that another one has; a name that both have takes the other's shape. */
    Struct with(Struct other) {
        Map<String, Shape> all = new LinkedHashMap<>(fields);
        all.putAll(other.fields);
        Set<String> needed = new LinkedHashSet<>(required);
        needed.addAll(other.required);
        List<Rule> checks = new ArrayList<>(rules);
        checks.addAll(other.rules);
        return new Struct(all, needed, checks);
    }

    Struct where(Rule... added) {
        return with(new Struct(Map.of(), Set.of(), List.of(added)));
    }

    @Override
    public void check(Field field) {
        Mapping mapping = field.mapping(fields.keySet().toArray(String[]::new));
        Map<String, Field> given = field.entries();
        given.forEach((name, value) -> shape(name).check(value));
        required.forEach(mapping::required);
        Values values = new Values(field, given);
        rules.forEach(rule -> rule.check(values));
    }

    private Shape shape(String name) {
        Shape shape = fields.get(name);
        if (shape == null) {
            throw new IllegalStateException("field without a shape: " + name);
        }
        return shape;
    }
}
