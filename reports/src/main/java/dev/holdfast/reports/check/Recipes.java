package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.Operation;
import java.util.List;

/** Which operations belong to which recipe, by the prefix of their subject. */
public final class Recipes {
    private Recipes() {}

    /** Returns the recipe a subject belongs to; a guarded resource belongs to the lock. */
    public static String recipeOf(String subject) {
        int colon = subject.indexOf(':');
        String prefix = colon < 0 ? subject : subject.substring(0, colon);
        return switch (prefix) {
            case "ledger" -> "lock";
            case "topic" -> "kafka";
            default -> prefix;
        };
    }

    static List<Operation> operations(History history, String prefix) {
        return history.operations().stream()
                .filter(operation -> operation.subject().startsWith(prefix + ":"))
                .toList();
    }

    static boolean isAcquire(Operation operation) {
        return operation.is("acquire") || operation.is("campaign");
    }

    /**
     * Returns whether the operation, when it succeeds, shows that its recipe works. Local questions do not, except that a
     * leader who knows that it leads is what an election is for. The guarded resource is not the store.
     */
    public static boolean isProgress(Operation operation) {
        if (operation.is("check")) {
            return operation.subject().startsWith("election:")
                    && operation.result().isSet("held");
        }
        return !operation.is("write") && !operation.is("final-read");
    }
}
