package dev.holdfast.chaos.fault.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Metadata;
import dev.holdfast.chaos.fault.SelectorReader;
import dev.holdfast.chaos.fault.SpecFields;
import dev.holdfast.chaos.fault.SpecReader;
import dev.holdfast.chaos.fault.Targets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the specification of an HTTPChaos. */
public final class HttpChaosReader implements SpecReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Boolean> TARGETS = Map.of("Request", false, "Response", true);
    private static final int LARGEST_PORT = 65535;

    @Override
    public Fault read(Metadata metadata, Field field) {
        Mapping spec = field.mapping(("selector mode value duration remoteCluster target port path method code"
                        + " request_headers response_headers abort delay replace patch tls")
                .split(" "));
        SpecFields.refuseRemote(spec);
        spec.optional("tls").ifPresent(tls -> {
            throw tls.keyError("UNSUPPORTED: the proxy would need the server's key out of a Secret, and there are none"
                    + " locally");
        });
        Targets.Selected targets = new SelectorReader(metadata.namespace()).selected(spec);
        String program = targets.selector().labels().getOrDefault(Pod.NAME, "");
        if (HttpFault.isOther(program)) {
            throw spec.required("selector").error(HttpFault.noHttp(program));
        }
        boolean onResponse = spec.required("target").oneOf(TARGETS);
        HttpRule.Actions actions = actions(spec);
        if (!actions.isEffective(onResponse)) {
            throw field.error("changes nothing of a "
                    + (onResponse ? "response: abort, delay, replace.code" : "request: abort, delay, replace.path")
                    + " or another action must be given");
        }
        HttpRule rule = new HttpRule(onResponse, match(spec), actions);
        int port = (int) spec.required("port").whole(1, LARGEST_PORT);
        return new HttpFault(new Header("HTTPChaos", "http", metadata, targets, SpecFields.span(spec)), port, rule);
    }

    private static HttpRule.Match match(Mapping spec) {
        return new HttpRule.Match(
                text(spec, "path"),
                text(spec, "method"),
                spec.optional("code").map(code -> code.integer(0, 999)).orElse(0),
                strings(spec, "request_headers"),
                strings(spec, "response_headers"));
    }

    private static HttpRule.Actions actions(Mapping spec) {
        return new HttpRule.Actions(
                spec.optional("abort").map(Field::bool).orElse(false),
                spec.optional("delay")
                        .map(delay -> delay.positiveDuration().toMillis())
                        .orElse(0L),
                spec.optional("replace").map(HttpChaosReader::replacements).orElse(HttpRule.Replacements.NONE),
                spec.optional("patch").map(HttpChaosReader::additions).orElse(HttpRule.Additions.NONE));
    }

    private static HttpRule.Replacements replacements(Field field) {
        Mapping replace = field.mapping("path", "method", "code", "body", "queries", "headers");
        Optional<String> body = replace.optional("body").map(Field::string);
        int code = replace.optional("code")
                .filter(given -> !given.isZero())
                .map(given -> given.integer(200, 999))
                .orElse(0);
        return new HttpRule.Replacements(
                text(replace, "path"),
                text(replace, "method"),
                code,
                body.orElse(null),
                strings(replace, "queries"),
                strings(replace, "headers"));
    }

    private static HttpRule.Additions additions(Field field) {
        Mapping patch = field.mapping("body", "queries", "headers");
        return new HttpRule.Additions(
                patch.optional("body").map(HttpChaosReader::json).orElse(""),
                pairs(patch, "queries"),
                pairs(patch, "headers"));
    }

    private static String json(Field field) {
        Mapping body = field.mapping("type", "value");
        Map<String, String> types = Map.of("JSON", "JSON");
        String unused = body.required("type").oneOf(types);
        Field value = body.required("value");
        try {
            return JSON.readTree(value.text()).toString();
        } catch (JsonProcessingException e) {
            throw value.error("expected JSON, given '" + value.text() + "': " + e.getOriginalMessage());
        }
    }

    private static List<HttpRule.Pair> pairs(Mapping mapping, String name) {
        return mapping.optional(name)
                .map(list -> list.list(HttpChaosReader::pair))
                .orElse(List.of());
    }

    private static HttpRule.Pair pair(Field field) {
        List<String> words = field.list(Field::string);
        if (words.size() != 2) {
            throw field.error("expected a name and a value, given " + words);
        }
        return new HttpRule.Pair(words.get(0), words.get(1));
    }

    private static String text(Mapping mapping, String name) {
        return mapping.optional(name).map(Field::string).orElse("");
    }

    private static Map<String, String> strings(Mapping mapping, String name) {
        return mapping.optional(name).map(Field::strings).orElse(Map.of());
    }
}
