package dev.holdfast.chaos.manifest;

import dev.holdfast.chaos.document.Field;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a value must look like. Shapes are composed: the kinds of Chaos Mesh are shapes, and so are their parts. */
sealed interface Shape
        permits Struct,
                Shape.Text,
                Shape.Word,
                Shape.Whole,
                Shape.Flag,
                Shape.Time,
                Shape.Listing,
                Shape.Dictionary,
                Shape.OrNull,
                Shape.Anything {

    /** Throws {@link dev.holdfast.chaos.document.DocumentException} at the first thing that does not fit. */
    void check(Field field);

    /** A string that a rule accepts; {@code expected} says the rule. */
    record Text(String expected, Predicate<String> accepts) implements Shape {

        @Override
        public void check(Field field) {
            if (!accepts.test(field.string())) {
                throw field.error("expected " + expected + ", given '" + field.string() + "'");
            }
        }

        /** Returns this shape with the empty string, which stands for nothing. */
        Text orEmpty() {
            return new Text(expected, text -> text.isEmpty() || accepts.test(text));
        }
    }

    /** One of some words. */
    record Word(Set<String> words) implements Shape {

        public Word {
            words = Set.copyOf(words);
        }

        @Override
        public void check(Field field) {
            field.oneOf(new TreeMap<>(words.stream().collect(Collectors.toMap(Function.identity(), word -> word))));
        }
    }

    /** An integer within bounds, both included. */
    record Whole(long least, long most) implements Shape {

        @Override
        public void check(Field field) {
            field.whole(least, most);
        }
    }

    /** True or false. */
    record Flag() implements Shape {

        @Override
        public void check(Field field) {
            field.bool();
        }
    }

    /** A point in time. */
    record Time() implements Shape {

        @Override
        public void check(Field field) {
            field.time();
        }
    }

    /** A list, all items of which have one shape. */
    record Listing(Shape item) implements Shape {

        @Override
        public void check(Field field) {
            field.list().forEach(item::check);
        }
    }

    /** A mapping from free names to values of one shape. */
    record Dictionary(Shape value) implements Shape {

        @Override
        public void check(Field field) {
            field.entries().values().forEach(value::check);
        }
    }

    /** A value that may be given as null. */
    record OrNull(Shape shape) implements Shape {

        @Override
        public void check(Field field) {
            if (!field.isNull()) {
                shape.check(field);
            }
        }
    }

    /** A value that is not looked into. */
    record Anything() implements Shape {

        @Override
        public void check(Field field) {
            // nothing is known of it
        }
    }
}
