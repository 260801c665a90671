package dev.holdfast.chaos.fault.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Replaces parts of messages and adds to them. */
record Change(HttpRule.Actions actions) {

    private static final ObjectMapper JSON = new ObjectMapper();

    void request(Head head) {
        HttpRule.Replacements replace = actions.replace();
        if (!replace.path().isEmpty()) {
            String[] target = head.target().split("\\?", 2);
            head.target(replace.path() + (target.length > 1 ? "?" + target[1] : ""));
        }
        if (!replace.method().isEmpty()) {
            head.method(replace.method());
        }
        if (!replace.queries().isEmpty()) {
            replaceQueries(head);
        }
        if (!actions.patch().queries().isEmpty()) {
            head.target(head.target()
                    + (head.target().contains("?") ? "&" : "?")
                    + queries(actions.patch().queries()));
        }
        headers(head);
    }

    void response(Head head) {
        if (actions.replace().code() != 0) {
            head.code(actions.replace().code());
        }
        headers(head);
    }

    private void headers(Head head) {
        actions.replace().headers().forEach(head::set);
        actions.patch().headers().forEach(header -> head.add(header.name(), header.value()));
    }

    /** Those of other names stay as they are, and where they are. */
    private void replaceQueries(Head head) {
        Map<String, String> replacements = actions.replace().queries();
        String[] target = head.target().split("\\?", 2);
        Stream<String> kept = (target.length > 1 ? Stream.of(target[1].split("&", -1)) : Stream.<String>empty())
                .filter(query -> !query.isEmpty() && !replacements.containsKey(decoded(query.split("=", 2)[0])));
        Stream<String> added = replacements.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(query -> encoded(query.getKey()) + '=' + encoded(query.getValue()));
        head.target(target[0] + "?" + Stream.concat(kept, added).collect(Collectors.joining("&")));
    }

    private static String queries(List<HttpRule.Pair> queries) {
        return queries.stream()
                .map(query -> encoded(query.name()) + '=' + encoded(query.value()))
                .collect(Collectors.joining("&"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Returns the body in place of the one that was sent. Throws when a patch is asked for and the body is no JSON. */
    byte[] body(byte[] sent) throws IOException {
        String replacement = actions.replace().body();
        byte[] body = replacement == null ? sent : Base64.getDecoder().decode(replacement);
        if (actions.patch().json().isEmpty()) {
            return body;
        }
        return JSON.writeValueAsBytes(
                merged(JSON.readTree(body), JSON.readTree(actions.patch().json())));
    }

    /** Source: RFC 7396, section 2. */
    private static JsonNode merged(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode additions)) {
            return patch;
        }
        ObjectNode result = target instanceof ObjectNode object ? object : JSON.createObjectNode();
        additions.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                result.remove(entry.getKey());
            } else {
                JsonNode former = result.path(entry.getKey());
                result.set(entry.getKey(), merged(former, entry.getValue()));
            }
        });
        return result;
    }
}
