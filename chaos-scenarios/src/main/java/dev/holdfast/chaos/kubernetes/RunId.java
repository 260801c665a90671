package dev.holdfast.chaos.kubernetes;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What tells the objects of one run from those of all others: a label on each of them, and the end of each name. Never used
 * twice, so that an object of a name with it can only be ours.
 */
public record RunId(String text) {

    /** The label whose value is the id. */
    public static final String LABEL = "holdfast.dev/run";

    static final int LONGEST_NAME = 63;
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([-a-z0-9]{0,18}[a-z0-9])?");

    public RunId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "text: must be at most 20 small letters, digits and hyphens, given '" + text + "'");
        }
    }

    Map<String, String> labels() {
        return Map.of(LABEL, text, "app.kubernetes.io/managed-by", "holdfast");
    }

    /** Returns the name of an object of this run, which a long name does not make too long. */
    String name(String what) {
        int most = LONGEST_NAME - 1 - text.length();
        return (what.length() > most ? what.substring(0, most) : what) + '-' + text;
    }

    @Override
    public String toString() {
        return text;
    }
}
