package dev.holdfast.chaos.cluster.binary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One archive that the machine's apt already trusts.
 *
 * @param signedBy the path of the keyring; empty when apt's default keys are meant
 * Source for both formats: sources.list(5)
 */
record AptSource(String uri, List<String> suites, List<String> components, String signedBy) {

    AptSource {
        suites = List.copyOf(suites);
        components = List.copyOf(components);
    }

    /** Says whether this archive has that suite, and the component every suite of a distribution has. */
    boolean offers(String suite) {
        return suites.contains(suite) && components.contains("main");
    }

    /** Returns the line of a one-line list that asks this archive for another suite. */
    String lineFor(String suite) {
        String option = signedBy.isEmpty() ? "" : "[signed-by=" + signedBy + "] ";
        return "deb " + option + uri + " " + suite + " main\n";
    }

    /** Reads the deb822 format of {@code *.sources} files. */
    static List<AptSource> parseDeb822(String text) {
        List<AptSource> sources = new ArrayList<>();
        for (String stanza : text.split("\\n[ \\t]*\\n", -1)) {
            Map<String, String> fields = fields(stanza);
            if (!words(fields, "types").contains("deb")
                    || fields.getOrDefault("enabled", "yes").equals("no")) {
                continue;
            }
            String key = fields.getOrDefault("signed-by", "").strip();
            for (String uri : words(fields, "uris")) {
                // a key that stands in the file itself cannot be named by path
                String path = key.startsWith("/") ? key.split("\\s+", -1)[0] : "";
                sources.add(new AptSource(uri, words(fields, "suites"), words(fields, "components"), path));
            }
        }
        return sources;
    }

    /** Reads the one-line format of {@code *.list} files. */
    static List<AptSource> parseOneLine(String text) {
        List<AptSource> sources = new ArrayList<>();
        for (String raw : text.split("\\n", -1)) {
            String line = raw.replaceFirst("#.*", "").strip();
            if (!line.matches("deb\\s.*")) {
                continue;
            }
            String signedBy = "";
            String rest = line.substring(3).strip();
            if (rest.startsWith("[") && rest.contains("]")) {
                signedBy = signedByOption(rest.substring(1, rest.indexOf(']')));
                rest = rest.substring(rest.indexOf(']') + 1).strip();
            }
            List<String> parts = List.of(rest.split("\\s+", -1));
            if (parts.size() >= 3) {
                sources.add(
                        new AptSource(parts.get(0), List.of(parts.get(1)), parts.subList(2, parts.size()), signedBy));
            }
        }
        return sources;
    }

    private static String signedByOption(String options) {
        return Arrays.stream(options.strip().split("\\s+", -1))
                .filter(option -> option.startsWith("signed-by="))
                .map(option -> option.substring("signed-by=".length()).split(",", -1)[0])
                .findFirst()
                .orElse("");
    }

    private static Map<String, String> fields(String stanza) {
        Map<String, String> fields = new LinkedHashMap<>();
        String last = "";
        for (String line : stanza.split("\\n", -1)) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0))) {
                fields.merge(last, line.strip(), (head, more) -> head + "\n" + more);
            } else if (line.indexOf(':') > 0) {
                last = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
                fields.put(last, line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return fields;
    }

    private static List<String> words(Map<String, String> fields, String name) {
        return Arrays.stream(fields.getOrDefault(name, "").split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
