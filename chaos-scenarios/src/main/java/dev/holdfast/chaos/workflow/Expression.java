package dev.holdfast.chaos.workflow;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * The condition of a branch, over {@code exitCode}, an integer, and {@code stdout}, a string without blanks around it.
 * Taken are comparisons, {@code in} with a list, {@code contains}, {@code startsWith}, {@code endsWith},
 * {@code matches}, {@code not}, {@code and}, {@code or} and parentheses: of the language that Chaos Mesh takes, the part
 * without arithmetic and functions. Types are checked when it is read, so that an evaluation cannot fail.
 * Source: https://github.com/expr-lang/expr/blob/v1.9.0/docs/Language-Definition.md
 */
public final class Expression {

    private final String text;
    private final Predicate<TaskResult> condition;

    private Expression(String text, Predicate<TaskResult> condition) {
        this.text = text;
        this.condition = condition;
    }

    /** Reads an expression; throws {@link IllegalArgumentException} with what was expected and where. */
    public static Expression parse(String text) {
        return new Expression(text, new ExpressionParser(text).condition());
    }

    public boolean isTrue(TaskResult result) {
        return condition.test(result);
    }

    /** Returns the text that was read. */
    @Override
    public String toString() {
        return text;
    }

    /** A value within an expression, of a type known before it is evaluated. */
    sealed interface Operand {

        /** Returns the type in words. */
        String type();

        record Text(Function<TaskResult, String> value) implements Operand {
            @Override
            public String type() {
                return "a string";
            }
        }

        record Whole(ToLongFunction<TaskResult> value) implements Operand {
            @Override
            public String type() {
                return "an integer";
            }
        }

        record Truth(Predicate<TaskResult> value) implements Operand {
            @Override
            public String type() {
                return "a condition";
            }
        }

        record Many(List<Operand> items) implements Operand {
            @Override
            public String type() {
                return "a list";
            }
        }
    }
}
