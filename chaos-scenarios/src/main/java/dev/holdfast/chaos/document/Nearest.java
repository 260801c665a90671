package dev.holdfast.chaos.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The known name that a mistyped one was probably meant to be. */
public final class Nearest {

    private Nearest() {}

    /** Returns {@code ; did you mean 'x'?}, or {@code ; known: a, b} when nothing known is close. */
    public static String hint(String given, Collection<String> known) {
        return name(given, known)
                .map(name -> "; did you mean '" + name + "'?")
                .orElseGet(() -> known.isEmpty()
                        ? "; no field is known here"
                        : "; known: " + known.stream().sorted().collect(Collectors.joining(", ")));
    }

    static Optional<String> name(String given, Collection<String> known) {
        int bound = Math.max(2, given.length() / 3);
        return known.stream()
                .filter(name -> distance(given, name) <= bound && distance(given, name) < name.length())
                .min(Comparator.comparingInt((String name) -> distance(given, name))
                        .thenComparing(name -> name));
    }

    /** Levenshtein's distance with swaps of neighbours, upper and lower case being equal. */
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
            }
        }
        return cost[a.length()][b.length()];
    }
}
