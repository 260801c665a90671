package dev.holdfast.chaos.manifest;

import dev.holdfast.chaos.document.GoDuration;
import dev.holdfast.chaos.manifest.Shape.Dictionary;
import dev.holdfast.chaos.manifest.Shape.Flag;
import dev.holdfast.chaos.manifest.Shape.Listing;
import dev.holdfast.chaos.manifest.Shape.Text;
import dev.holdfast.chaos.manifest.Shape.Whole;
import dev.holdfast.chaos.manifest.Shape.Word;
import dev.holdfast.chaos.workflow.Cron;
import java.util.Base64;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The shapes of single values, as the definitions and the webhooks of Chaos Mesh 2.8 take them. */
final class Formats {

    static final Text STRING = new Text("a string", text -> true);
    static final Text GIVEN = new Text("a string that is not empty", text -> !text.isEmpty());
    static final Listing STRINGS = new Listing(STRING);
    static final Dictionary MAP = new Dictionary(STRING);
    static final Flag FLAG = new Flag();

    static final Whole INT32 = new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
    static final Whole INT64 = new Whole(Long.MIN_VALUE, Long.MAX_VALUE);
    static final Whole UINT32 = new Whole(0, 4_294_967_295L);
    static final Whole UINT64 = new Whole(0, Long.MAX_VALUE);
    static final Whole POSITIVE = new Whole(1, Long.MAX_VALUE);

    static final Text GIVEN_DURATION = new Text("a Go duration such as 300ms, 1.5s or 1h2m", Formats::isDuration);
    static final Text DURATION = GIVEN_DURATION.orEmpty();
    static final Text FLOAT = new Text("a number, as a string", Formats::isFloat);
    /** A correlation: nothing stands for 0. */
    static final Text OPTIONAL_FLOAT = FLOAT.orEmpty();

    static final Text RATE = new Text(
            "a rate in whole bit, kbit, mbit, gbit, tbit, bps, kbps, mbps, gbps or tbps",
            matches(Pattern.compile("\\s*[0-9]+\\s*[kmgt]?(?:bit|bps)\\s*", Pattern.CASE_INSENSITIVE)));
    /** Source: FromHumanSize of docker/go-units. */
    static final Text BYTES =
            new Text("a size such as 256MB, or a percentage from 0% to 100%", Formats::isSize).orEmpty();
    /** Source: ParseUnit of alecthomas/units with the units of physical_machine_chaos_webhook.go. */
    static final Text MACHINE_SIZE = new Text(
            "a size such as 1024, 256M, 256MB or 256MiB",
            matches(Pattern.compile("[-+]?(?:[0-9]+|(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:c|[KMGTPE]?(?:iB|B)?))")));

    static final Text PERCENT = new Text("a percentage above 0 and up to 100", text -> isPercentage(text, false));
    static final Text OPTIONAL_PERCENT =
            new Text("a percentage from 0 to 100", text -> isPercentage(text, true)).orEmpty();

    static final Text BASE64 = new Text("base64", Formats::isBase64);
    static final Text CRON = new Text(
            "a cron expression of five fields, six with seconds, or a descriptor such as @hourly or @every 10m",
            Formats::isCron);
    static final Text STATUS_CODE = new Text(
            "a status code from 1 to 999, or a range such as 200-299",
            matches(Pattern.compile("\\+?0*[1-9][0-9]{0,2}(?:-\\+?0*[1-9][0-9]{0,2})?")));
    static final Text URL =
            new Text("an absolute URL", matches(Pattern.compile("(?:[a-zA-Z][a-zA-Z0-9+.-]*:(?://[^/?\\s]*)?|/).*")));
    static final Text ADDRESS = new Text("host:port or a URL", matches(Pattern.compile("[^\\s/][^\\s]*")));

    /** RFC 1123 subdomain, as Kubernetes asks of object names. */
    static final Text NAME = new Text(
            "lower case letters, digits, '-' and '.'",
            matches(Pattern.compile("(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")));

    static final Text LABEL = new Text(
                    "a label of at most 63 letters, digits, '-', '_' and '.'",
                    matches(Pattern.compile("[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")))
            .orEmpty();

    private Formats() {}

    static Word words(String... words) {
        return new Word(Set.of(words));
    }

    private static Predicate<String> matches(Pattern pattern) {
        return text -> pattern.matcher(text).matches();
    }

    static boolean isDuration(String text) {
        try {
            GoDuration.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isCron(String text) {
        try {
            Cron.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static final Pattern DECIMAL = Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");

    private static boolean isFloat(String text) {
        return DECIMAL.matcher(text).matches() && Float.isFinite(Float.parseFloat(text));
    }

    private static boolean isPercentage(String text, boolean zero) {
        if (!isFloat(text)) {
            return false;
        }
        double value = Double.parseDouble(text);
        return value <= 100 && (zero ? value >= 0 : value > 0);
    }

    private static final Pattern SIZE =
            Pattern.compile("\\+?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+) ?(?:b|[kmgtp](?:i?b)?)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern SHARE = Pattern.compile("[-+]?0*(?:100|[0-9]{1,2})%");

    private static boolean isSize(String text) {
        return SHARE.matcher(text).matches()
                ? !text.startsWith("-") || text.matches("-0+%")
                : SIZE.matcher(text).matches();
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text.replaceAll("[\r\n]", ""));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
