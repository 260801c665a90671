package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.Operation;
import dev.holdfast.reports.run.RunRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tokens are unique, and a grant asked for after another was returned has the greater token. Prefix maximum, one pass. */
final class TokenOrder implements Check {
    private final String recipe;

    TokenOrder(String recipe) {
        this.recipe = recipe;
    }

    @Override
    public String id() {
        return recipe + "-token-order";
    }

    @Override
    public String title() {
        return "Tokens of " + (recipe.equals("lock") ? "locks" : "elections") + " are unique and rise with each grant";
    }

    @Override
    public void read(History history, RunRecord run, Findings findings) {
        Map<String, List<Operation>> bySubject = new LinkedHashMap<>();
        for (Operation operation : Recipes.operations(history, recipe)) {
            if (Recipes.isAcquire(operation) && operation.isOk()) {
                bySubject
                        .computeIfAbsent(operation.subject(), s -> new ArrayList<>())
                        .add(operation);
            }
        }
        if (bySubject.isEmpty()) {
            findings.notApplicable("the run has no grant of a " + recipe);
            return;
        }
        int grants = 0;
        for (List<Operation> ofSubject : bySubject.values()) {
            grants += ofSubject.size();
            unique(ofSubject, findings);
            rising(ofSubject, findings);
        }
        findings.figure("grants", grants, "grants");
    }

    private static void unique(List<Operation> grants, Findings findings) {
        Map<Long, Operation> seen = new HashMap<>();
        for (Operation grant : grants) {
            Operation before = seen.putIfAbsent(token(grant), grant);
            if (before != null) {
                findings.violation(
                        "Token " + token(grant) + " of " + Words.name(grant.subject()) + " was given to two grants.",
                        before,
                        grant);
            }
        }
    }

    private static void rising(List<Operation> byCall, Findings findings) {
        List<Operation> byReturn = new ArrayList<>(byCall);
        byReturn.sort(Comparator.comparingLong(Operation::returnedAt));
        Operation highest = null;
        int next = 0;
        for (Operation grant : byCall) {
            while (next < byReturn.size() && byReturn.get(next).returnedAt() < grant.calledAt()) {
                Operation returned = byReturn.get(next++);
                if (highest == null || token(returned) > token(highest)) {
                    highest = returned;
                }
            }
            if (highest != null && token(grant) < token(highest)) {
                findings.violation(
                        "A grant of " + Words.name(grant.subject()) + " asked for after token " + token(highest)
                                + " was granted got the lower token " + token(grant) + ".",
                        highest,
                        grant);
            }
        }
    }

    private static long token(Operation grant) {
        return grant.result().number("token");
    }
}
