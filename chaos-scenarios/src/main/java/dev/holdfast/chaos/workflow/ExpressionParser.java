package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.workflow.Expression.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads an expression from left to right: {@code or} binds least, then {@code and}, {@code not}, the comparisons. */
final class ExpressionParser {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|-?[0-9]+|[A-Za-z_][A-Za-z_0-9]*|==|!=|<=|>=|&&|\\|\\||[<>!()\\[\\],])");
    private static final String END = "";

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    ExpressionParser(String text) {
        this.text = text;
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.stripTrailing().length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw error("not taken here: '" + text.substring(end).strip() + "'");
            }
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
    }

    Predicate<TaskResult> condition() {
        Predicate<TaskResult> condition = truth(either());
        if (!peek().equals(END)) {
            throw error("expected the end, given '" + peek() + "'");
        }
        return condition;
    }

    private Operand either() {
        Operand left = both();
        while (took("or") || took("||")) {
            Predicate<TaskResult> first = truth(left);
            left = new Operand.Truth(first.or(truth(both())));
        }
        return left;
    }

    private Operand both() {
        Operand left = negation();
        while (took("and") || took("&&")) {
            Predicate<TaskResult> first = truth(left);
            left = new Operand.Truth(first.and(truth(negation())));
        }
        return left;
    }

    private Operand negation() {
        if (took("not") || took("!")) {
            return new Operand.Truth(truth(negation()).negate());
        }
        return comparison();
    }

    private Operand comparison() {
        Operand left = operand();
        String operator = peek();
        switch (operator) {
            case "==", "!=", "<", "<=", ">", ">=" -> {
                at++;
                return new Operand.Truth(Comparison.compared(left, operator, operand(), this::error));
            }
            case "contains", "startsWith", "endsWith", "matches" -> {
                at++;
                return new Operand.Truth(texts(left, operator));
            }
            case "in" -> {
                at++;
                return new Operand.Truth(in(left));
            }
            case "not" -> {
                at++;
                expect("in");
                return new Operand.Truth(in(left).negate());
            }
            default -> {
                return left;
            }
        }
    }

    private Predicate<TaskResult> in(Operand left) {
        if (!(operand() instanceof Operand.Many list)) {
            throw error("'in' needs a list such as [0, 2]");
        }
        Predicate<TaskResult> any = result -> false;
        for (Operand item : list.items()) {
            any = any.or(Comparison.compared(left, "==", item, this::error));
        }
        return any;
    }

    private Predicate<TaskResult> texts(Operand left, String operator) {
        String right = peek();
        if (!(left instanceof Operand.Text subject) || !(operand() instanceof Operand.Text object)) {
            throw error("'" + operator + "' needs a string on each side");
        }
        if (!operator.equals("matches")) {
            return Comparison.searched(subject, operator, object);
        }
        if (right.equals("stdout")) {
            throw error("'matches' needs a pattern in quotes");
        }
        try {
            Pattern pattern = Pattern.compile(unquoted(right));
            return result -> pattern.matcher(subject.value().apply(result)).find();
        } catch (PatternSyntaxException e) {
            throw error("'matches' needs a regular expression, given " + right);
        }
    }

    private Operand operand() {
        String token = peek();
        at++;
        if (token.equals("(")) {
            Operand inner = either();
            expect(")");
            return inner;
        }
        if (token.equals("[")) {
            return list();
        }
        if (token.startsWith("\"") || token.startsWith("'")) {
            String value = unquoted(token);
            return new Operand.Text(result -> value);
        }
        return switch (token) {
            case "exitCode" -> new Operand.Whole(TaskResult::exitCode);
            case "stdout" -> new Operand.Text(TaskResult::stdout);
            case "true" -> new Operand.Truth(result -> true);
            case "false" -> new Operand.Truth(result -> false);
            default -> number(token);
        };
    }

    private Operand number(String token) {
        if (!token.matches("-?[0-9]{1,18}")) {
            throw error("expected exitCode, stdout, a number or a string"
                    + (token.equals(END) ? " before the end" : ", given '" + token + "'"));
        }
        long value = Long.parseLong(token);
        return new Operand.Whole(result -> value);
    }

    private Operand list() {
        List<Operand> items = new ArrayList<>();
        while (!took("]")) {
            if (!items.isEmpty()) {
                expect(",");
            }
            items.add(operand());
        }
        return new Operand.Many(List.copyOf(items));
    }

    private Predicate<TaskResult> truth(Operand operand) {
        if (operand instanceof Operand.Truth truth) {
            return truth.value();
        }
        throw error("expected a condition, given " + operand.type());
    }

    private static String unquoted(String token) {
        return token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : END;
    }

    private boolean took(String token) {
        boolean taken = peek().equals(token);
        at += taken ? 1 : 0;
        return taken;
    }

    private void expect(String token) {
        if (!took(token)) {
            throw error(
                    "expected '" + token + "'" + (peek().equals(END) ? " before the end" : ", given '" + peek() + "'"));
        }
    }

    private IllegalArgumentException error(String problem) {
        return new IllegalArgumentException(problem + ", in the expression '" + text + "'");
    }
}
