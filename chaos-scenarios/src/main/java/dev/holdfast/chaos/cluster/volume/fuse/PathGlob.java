package dev.holdfast.chaos.cluster.volume.fuse;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of paths: {@code *} and {@code ?} stay within a name, {@code **} as a whole name stands for any number of folders,
 * none included, {@code [a-z]} and {@code [!a-z]} for one character. Source: the {@code glob} crate with
 * {@code require_literal_separator}, as src/injector/filter.rs of chaos-mesh/toda uses it.
 */
public final class PathGlob {

    private final Pattern pattern;

    private PathGlob(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Throws {@link IllegalArgumentException} when the text is no pattern. */
    public static PathGlob of(String glob) {
        StringBuilder regex = new StringBuilder();
        String[] names = glob.split("/", -1);
        for (int i = 0; i < names.length; i++) {
            boolean last = i == names.length - 1;
            if (names[i].equals("**")) {
                regex.append(last ? ".+" : "(?:[^/]+/)*");
            } else {
                if (names[i].contains("**")) {
                    throw new IllegalArgumentException("glob: '**' must be a whole name, given '" + glob + "'");
                }
                name(regex, names[i], glob);
                regex.append(last ? "" : "/");
            }
        }
        try {
            return new PathGlob(Pattern.compile(regex.toString(), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("glob: not a pattern: '" + glob + "'", e);
        }
    }

    private static void name(StringBuilder regex, String name, String glob) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (c == '[') {
                int end = name.indexOf(']', i + 2);
                if (end < 0) {
                    throw new IllegalArgumentException("glob: '[' without its ']', given '" + glob + "'");
                }
                regex.append(characters(name.substring(i + 1, end)));
                i = end;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
    }

    private static String characters(String inside) {
        boolean negated = inside.startsWith("!");
        String escaped = (negated ? inside.substring(1) : inside)
                .replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("^", "\\^")
                .replace("&", "\\&");
        return '[' + (negated ? "^" : "") + escaped + ']';
    }

    public boolean matches(String path) {
        return pattern.matcher(path).matches();
    }
}
