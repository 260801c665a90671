package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the specification of a StatusCheck. */
public final class StatusCheckReader {

    private static final Map<String, Boolean> MODES = Map.of("Synchronous", false, "Continuous", true);
    private static final Map<String, String> METHODS = Map.of("GET", "GET", "POST", "POST");
    private static final Set<String> RESERVED = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private StatusCheckReader() {}

    /** Throws {@link dev.holdfast.chaos.document.DocumentException} at the first thing wrong. */
    public static StatusCheck read(String name, Field spec) {
        Mapping check = spec.mapping(
                "mode",
                "type",
                "duration",
                "timeoutSeconds",
                "intervalSeconds",
                "failureThreshold",
                "successThreshold",
                "recordsHistoryLimit",
                "http");
        check.optional("type").ifPresent(type -> type.oneOf(Map.of("HTTP", "HTTP")));
        int failures = positive(check, "failureThreshold", 3);
        int successes = positive(check, "successThreshold", 1);
        int records = check.optional("recordsHistoryLimit")
                .map(field -> field.integer(1, 1000))
                .orElse(100);
        if (records < Math.max(failures, successes)) {
            throw spec.error(
                    "recordsHistoryLimit " + records + " is below a threshold, which could then never be reached");
        }
        return new StatusCheck(
                name,
                check.optional("mode").map(field -> field.oneOf(MODES)).orElse(false),
                check.optional("duration").map(Field::positiveDuration).orElse(null),
                Duration.ofSeconds(positive(check, "timeoutSeconds", 1)),
                Duration.ofSeconds(positive(check, "intervalSeconds", 10)),
                failures,
                successes,
                http(check.required("http")));
    }

    private static int positive(Mapping check, String name, int absent) {
        return check.optional(name)
                .map(field -> field.integer(1, Integer.MAX_VALUE))
                .orElse(absent);
    }

    private static StatusCheck.Http http(Field field) {
        Mapping http = field.mapping("url", "method", "headers", "body", "criteria");
        Map<String, List<String>> headers = new LinkedHashMap<>();
        http.optional("headers").map(Field::entries).orElse(Map.of()).forEach((name, values) -> {
            if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                throw values.keyError("not supported locally: the client sets this header by itself");
            }
            headers.put(name, values.list(Field::string));
        });
        Field code = http.required("criteria").mapping("statusCode").required("statusCode");
        String[] bounds = code.string().split("-", -1);
        if (bounds.length > 2) {
            throw statusCode(code);
        }
        return new StatusCheck.Http(
                url(http.required("url")),
                http.optional("method").map(method -> method.oneOf(METHODS)).orElse("GET"),
                headers,
                http.optional("body").map(Field::string).orElse(""),
                status(bounds[0], code),
                status(bounds[bounds.length - 1], code));
    }

    private static int status(String text, Field code) {
        if (!text.matches("[1-9][0-9]{0,2}")) {
            throw statusCode(code);
        }
        return Integer.parseInt(text);
    }

    private static RuntimeException statusCode(Field code) {
        return code.error(
                "expected a status code such as '200' or a range such as '200-299', given '" + code.string() + "'");
    }

    private static URI url(Field field) {
        try {
            URI url = new URI(field.text());
            if (url.getHost() != null && Set.of("http", "https").contains(String.valueOf(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw field.error("expected an address, given '" + field.string() + "': " + e.getReason());
        }
        throw field.error("expected an http or https address with a host, given '" + field.string() + "'");
    }
}
