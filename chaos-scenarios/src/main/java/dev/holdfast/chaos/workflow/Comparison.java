package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.workflow.Expression.Operand;
import java.util.function.Function;
import java.util.function.Predicate;

/** How two operands of an expression are compared. */
final class Comparison {

    private Comparison() {}

    /** Compares numbers with numbers and strings with strings; a condition can only be equal to another or not. */
    static Predicate<TaskResult> compared(
            Operand left, String operator, Operand right, Function<String, IllegalArgumentException> error) {
        if (left instanceof Operand.Whole a && right instanceof Operand.Whole b) {
            return result -> holds(
                    operator,
                    Long.compare(a.value().applyAsLong(result), b.value().applyAsLong(result)));
        }
        if (left instanceof Operand.Text a && right instanceof Operand.Text b) {
            return result ->
                    holds(operator, a.value().apply(result).compareTo(b.value().apply(result)));
        }
        if (left instanceof Operand.Truth a
                && right instanceof Operand.Truth b
                && (operator.equals("==") || operator.equals("!="))) {
            return result -> holds(
                    operator, Boolean.compare(a.value().test(result), b.value().test(result)));
        }
        throw error.apply("cannot compare " + left.type() + " with " + right.type() + " by '" + operator + "'");
    }

    private static boolean holds(String operator, int order) {
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> throw new IllegalStateException("operator without a meaning: " + operator);
        };
    }

    /** Looks for a string in another. */
    static Predicate<TaskResult> searched(Operand.Text subject, String operator, Operand.Text object) {
        return result -> {
            String text = subject.value().apply(result);
            String part = object.value().apply(result);
            return switch (operator) {
                case "contains" -> text.contains(part);
                case "startsWith" -> text.startsWith(part);
                case "endsWith" -> text.endsWith(part);
                default -> throw new IllegalStateException("operator without a meaning: " + operator);
            };
        };
    }
}
