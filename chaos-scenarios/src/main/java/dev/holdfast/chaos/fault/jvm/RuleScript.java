package dev.holdfast.chaos.fault.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rules of Byteman whose firings are counted. Each is as Chaos Mesh writes it or as the document gives it, but for a helper
 * of our own and a call to it before all else that the rule does.
 * Source: chaos-mesh/chaos-mesh controllers/chaosimpl/jvmchaos/impl.go; Byteman Programmer's Guide, "The Byteman Rule Language".
 *
 * @param text  the script
 * @param names the names of its rules
 */
public record RuleScript(String text, List<String> names) {

    private static final String HELPER = "HELPER dev.holdfast.chaos.agent.Firings";
    private static final String FIRED = "fired()";
    private static final Pattern BLOCK = Pattern.compile("(?ms)^\\s*RULE\\s+(.+?)\\s*$(.*?)^\\s*ENDRULE\\s*$");
    private static final Pattern METHOD = Pattern.compile("(?m)^\\s*METHOD\\s.*$");
    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*#.*$");
    /** Words that are not inside a text or a character. */
    private static final Pattern WORD =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|\\b[A-Za-z_$][\\w$]*\\b");

    private static final Pattern NOTHING = Pattern.compile("\\s*nothing\\b\\s*", Pattern.CASE_INSENSITIVE);

    public RuleScript {
        names = List.copyOf(names);
    }

    /** A class, a method of it, and what is done at each entry to it. */
    record Point(String name, String className, String method) {

        /** Returns the rule under which each call lasts that much longer. */
        RuleScript latency(long millis) {
            return rule("Thread.sleep(" + millis + "); lasted()");
        }

        /** Returns the rule under which each call throws; the exception is an expression of Byteman, without {@code new}. */
        RuleScript exception(String exception) {
            return rule("throw new " + exception);
        }

        /** Returns the rule under which each call returns at once, with the value of an expression of Byteman. */
        RuleScript returns(String value) {
            return rule("return " + value);
        }

        private RuleScript rule(String effect) {
            String text = """
                    RULE %s
                    CLASS %s
                    METHOD %s
                    %s
                    AT ENTRY
                    IF true
                    DO
                      %s; %s;
                    ENDRULE
                    """.formatted(name, className, method, HELPER, FIRED, effect);
            return new RuleScript(text, List.of(name));
        }
    }

    /** Returns a document's own rules, counted; throws {@link IllegalArgumentException} with what cannot be counted. */
    static RuleScript counted(String rules) {
        String plain = COMMENT.matcher(rules).replaceAll("");
        List<String> names = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Matcher block = BLOCK.matcher(plain);
        int end = 0;
        while (block.find()) {
            text.append(outside(plain.substring(end, block.start())));
            String name = block.group(1);
            text.append("RULE ").append(name);
            text.append(counted(name, block.group(2))).append("ENDRULE\n");
            names.add(name);
            end = block.end();
        }
        text.append(outside(plain.substring(end)));
        if (names.isEmpty()) {
            throw new IllegalArgumentException("holds no rule: 'RULE name' and 'ENDRULE' on lines of their own");
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("holds two rules of one name: " + names);
        }
        return new RuleScript(text.toString(), names);
    }

    private static String outside(String text) {
        if (text.lines().anyMatch(line -> line.strip().startsWith("HELPER"))) {
            throw helper("outside of its rules");
        }
        return text.isBlank() ? "" : text.strip() + '\n';
    }

    private static String counted(String name, String body) {
        if (body.lines().anyMatch(line -> line.strip().startsWith("HELPER"))) {
            throw helper("in rule '" + name + "'");
        }
        Matcher method = METHOD.matcher(body);
        if (!method.find()) {
            throw new IllegalArgumentException("rule '" + name + "' has no METHOD");
        }
        String helped = body.substring(0, method.end()) + '\n' + HELPER + body.substring(method.end());
        int effect = afterDo(name, helped);
        String rest = helped.substring(effect);
        boolean nothing = NOTHING.matcher(rest).matches();
        return helped.substring(0, effect) + ' ' + FIRED + (nothing ? ";\n" : ";" + rest);
    }

    /** Returns where the effect begins: behind the first DO after the first IF. */
    private static int afterDo(String name, String body) {
        Matcher word = WORD.matcher(body);
        boolean isConditional = false;
        while (word.find()) {
            String token = word.group().toUpperCase(Locale.ROOT);
            if (isConditional && token.equals("DO")) {
                return word.end();
            }
            isConditional |= token.equals("IF");
        }
        throw new IllegalArgumentException("rule '" + name + "' has no IF and DO");
    }

    private static IllegalArgumentException helper(String where) {
        return new IllegalArgumentException("names a HELPER " + where
                + ": locally a helper that counts the firings takes its place, with all of Byteman's own built-ins");
    }
}
