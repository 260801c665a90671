package dev.holdfast.chaos.fault.http;

import java.net.ProtocolException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which messages are acted upon, and how. What matches, and in which order is acted, is as in chaos-tproxy, which carries out
 * HTTPChaos: abort, else delay, replacements, additions.
 * Source: https://github.com/chaos-mesh/chaos-tproxy, chaos-tproxy-proxy/src/handler/http/{action,selector}.rs
 *
 * @param onResponse whether answers are acted upon rather than requests
 */
public record HttpRule(boolean onResponse, Match match, Actions actions) {

    /**
     * Which messages are meant. An answer is one of the request that it belongs to.
     *
     * @param path            with {@code *} for any text and {@code ?} for one character; empty for any
     * @param method          empty for any
     * @param code            of the answer; 0 for any
     * @param requestHeaders  each of them must be there with this value
     * @param responseHeaders likewise
     */
    public record Match(
            String path,
            String method,
            int code,
            Map<String, String> requestHeaders,
            Map<String, String> responseHeaders) {
        public Match {
            requestHeaders = Map.copyOf(requestHeaders);
            responseHeaders = Map.copyOf(responseHeaders);
        }

        boolean fits(Head request) {
            return (path.isEmpty() || glob().matcher(request.path()).matches())
                    && (method.isEmpty() || method.equals(request.method()))
                    && requestHeaders.entrySet().stream()
                            .allMatch(header -> request.has(header.getKey(), header.getValue()));
        }

        boolean fits(Head request, Head response) throws ProtocolException {
            return fits(request)
                    && (code == 0 || code == response.code())
                    && responseHeaders.entrySet().stream()
                            .allMatch(header -> response.has(header.getKey(), header.getValue()));
        }

        private Pattern glob() {
            return Pattern.compile(path.chars()
                    .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf((char) c)))
                    .collect(Collectors.joining()));
        }
    }

    /**
     * What is done.
     *
     * @param abort   whether the connection is cut instead of all else
     * @param delayMs 0 for none
     */
    public record Actions(boolean abort, long delayMs, Replacements replace, Additions patch) {

        /** Returns whether anything is done to a message of that side, of which not every action speaks. */
        boolean isEffective(boolean onResponse) {
            boolean isOfSide = onResponse
                    ? replace.code() != 0
                    : !replace.path().isEmpty()
                            || !replace.method().isEmpty()
                            || !replace.queries().isEmpty()
                            || !patch.queries().isEmpty();
            return abort
                    || delayMs > 0
                    || isOfSide
                    || changesBody()
                    || !replace.headers().isEmpty()
                    || !patch.headers().isEmpty();
        }

        boolean changesBody() {
            return replace.body() != null || !patch.json().isEmpty();
        }
    }

    /**
     * What takes the place of what was sent.
     *
     * @param path    empty to keep it
     * @param method  empty to keep it
     * @param code    0 to keep it
     * @param body    base 64; null to keep it
     * @param queries those of the same names are replaced, the others kept
     * @param headers likewise
     */
    public record Replacements(
            String path,
            String method,
            int code,
            @Nullable String body,
            Map<String, String> queries,
            Map<String, String> headers) {

        static final Replacements NONE = new Replacements("", "", 0, null, Map.of(), Map.of());

        public Replacements {
            queries = Map.copyOf(queries);
            headers = Map.copyOf(headers);
        }
    }

    /**
     * What is added to what was sent.
     *
     * @param json a merge patch of the body (RFC 7396); empty for none
     */
    public record Additions(String json, List<Pair> queries, List<Pair> headers) {

        static final Additions NONE = new Additions("", List.of(), List.of());

        public Additions {
            queries = List.copyOf(queries);
            headers = List.copyOf(headers);
        }
    }

    /** A name and its value; names may repeat. */
    public record Pair(String name, String value) {}
}
