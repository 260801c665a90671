package dev.holdfast.chaos.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * How many of the candidates are taken; which ones is drawn. Source: {@code FilterObjectsByMode} in
 * pkg/selector/generic/mode.go. A draw depends on the random source and the candidates' names only.
 *
 * @param value a count for {@code fixed}, a percentage for the two percent modes, 0 for the others
 */
public record Mode(Kind kind, int value) {

    /** The five modes of Chaos Mesh. */
    public enum Kind {
        ONE("one"),
        ALL("all"),
        FIXED("fixed"),
        FIXED_PERCENT("fixed-percent"),
        RANDOM_MAX_PERCENT("random-max-percent");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        boolean takesValue() {
            return this != ONE && this != ALL;
        }

        boolean isPercentage() {
            return this == FIXED_PERCENT || this == RANDOM_MAX_PERCENT;
        }
    }

    public Mode {
        boolean fits = !kind.takesValue() || (value > 0 && (!kind.isPercentage() || value <= 100));
        if (!fits) {
            throw new IllegalArgumentException(
                    "value: must be above 0, and 100 at most for a percentage, given " + value);
        }
    }

    public static Mode one() {
        return new Mode(Kind.ONE, 0);
    }

    public static Mode all() {
        return new Mode(Kind.ALL, 0);
    }

    /** Returns those taken, in name order. */
    <T> List<T> choose(List<T> candidates, Function<T, String> name, SplittableRandom random) {
        Comparator<T> byName = Comparator.comparing(name);
        List<T> left = new ArrayList<>(candidates);
        left.sort(byName);
        int count = left.isEmpty() ? 0 : count(left.size(), random);
        if (count >= left.size()) {
            return List.copyOf(left);
        }
        List<T> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(left.remove(random.nextInt(left.size())));
        }
        taken.sort(byName);
        return List.copyOf(taken);
    }

    private int count(int candidates, SplittableRandom random) {
        return switch (kind) {
            case ONE -> 1;
            case ALL -> candidates;
            case FIXED -> Math.min(value, candidates);
            case FIXED_PERCENT -> share(candidates, value);
            // both ends included: the draw of 0 takes nobody
            case RANDOM_MAX_PERCENT -> share(candidates, random.nextInt(value + 1));
        };
    }

    private static int share(int candidates, int percent) {
        return (candidates * percent + 99) / 100;
    }

    @Override
    public String toString() {
        return kind.takesValue() ? kind.word() + " " + value : kind.word();
    }
}
