package dev.holdfast.reports.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the scenario file says. {@code twin} names the scenario with the opposite setting and is empty when there is none.
 * {@code expected} are the verdicts that count as expected. {@code caughtBy} are the ids of the checks that must see the
 * damage of a control, and is empty for any other scenario.
 */
public record ScenarioFacts(
        String name,
        String title,
        Claim claim,
        boolean control,
        String twin,
        Set<VerdictWord> expected,
        List<String> caughtBy,
        List<String> recipes,
        Bounds bounds) {
    private static final List<String> RECIPES = List.of("lock", "election", "config", "kafka");

    public ScenarioFacts {
        Rules.requireText("scenario.name", name);
        Rules.requireText("scenario.title", title);
        twin = twin == null ? "" : twin;
        expected = java.util.Collections.unmodifiableSet(new TreeSet<>(expected));
        caughtBy = List.copyOf(caughtBy);
        recipes = List.copyOf(recipes);
        if (expected.isEmpty()) {
            throw new IllegalArgumentException("scenario.expected of " + name + " must name at least one verdict");
        }
        if (control && caughtBy.isEmpty()) {
            throw new IllegalArgumentException("scenario.caughtBy of the control " + name + " must name a check");
        }
        if (!control && !caughtBy.isEmpty()) {
            throw new IllegalArgumentException(
                    "scenario.caughtBy of " + name + " must be empty because it is no control, but is " + caughtBy);
        }
        for (String recipe : recipes) {
            if (!RECIPES.contains(recipe)) {
                throw new IllegalArgumentException(
                        "scenario.recipes of " + name + ": '" + recipe + "' is unknown; known: " + RECIPES);
            }
        }
    }

    /** Returns the scenario with the opposite setting. */
    @JsonIgnore
    public Optional<String> twinName() {
        return twin.isEmpty() ? Optional.empty() : Optional.of(twin);
    }

    /** Returns the expected verdicts in words: {@code HOLDS or DEGRADED}. */
    @JsonIgnore
    public String expectedWords() {
        StringBuilder words = new StringBuilder();
        expected.forEach(word -> words.append(words.isEmpty() ? "" : " or ").append(word));
        return words.toString();
    }
}
