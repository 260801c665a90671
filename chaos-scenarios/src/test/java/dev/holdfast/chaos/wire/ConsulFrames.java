package dev.holdfast.chaos.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.chaos.wire.Request.Role;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Consul's messages: one after the other on each connection. Source: https://developer.hashicorp.com/consul/api-docs */
final class ConsulFrames implements Frames {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ALL_OF_A_KIND = Pattern.compile("/v1/kv/.*/(lock|election|config)/");
    private static final Pattern SESSION = Pattern.compile("/v1/session/(\\w+)(/.*)?");
    private static final Pattern SWEEP = Pattern.compile("txn\\(get(,get)*\\)");

    private final Set<String> waits;

    /** @param waits the blocking queries that the client has sent, on whatever connection; taken over */
    ConsulFrames(Set<String> waits) {
        this.waits = waits;
    }

    @Override
    public Frame request(DataInputStream in) throws IOException {
        HttpMessage message = HttpMessage.read(in);
        String[] start = message.startLine().split(" ", -1);
        String kind = kind(start[0], URI.create(start[1]), message);
        return new Frame(0, kind, isByTheClock(kind, start[1]) ? Role.BACKGROUND : Role.FOREGROUND, message.bytes());
    }

    /** A renewal, a look at the names of all entries of a kind, a reading of single keys at once, or a blocking query sent again because its wait had ended. */
    private boolean isByTheClock(String kind, String query) {
        return kind.equals("session renew")
                || SWEEP.matcher(kind).matches()
                || (kind.endsWith("-names")
                        && ALL_OF_A_KIND.matcher(URI.create(query).getPath()).matches())
                || (kind.startsWith("kv block") && !waits.add(query));
    }

    @Override
    public Frame reply(DataInputStream in) throws IOException {
        return Frame.reply(0, HttpMessage.read(in).bytes());
    }

    private static String kind(String method, URI uri, HttpMessage message) throws IOException {
        String path = uri.getPath();
        List<String> query =
                uri.getQuery() == null ? List.of() : List.of(uri.getQuery().split("&", -1));
        if (path.startsWith("/v1/kv/")) {
            boolean blocks = query.stream().anyMatch(part -> part.startsWith("index="));
            boolean isTree = query.stream().anyMatch(part -> part.equals("recurse") || part.startsWith("recurse="));
            String verb = method.equals("GET") ? blocks ? "block" : "read" : method;
            return "kv " + verb + (isTree ? "-tree" : isNames(query) ? "-names" : "");
        }
        if (path.equals("/v1/txn")) {
            return "txn" + verbs(message.body());
        }
        var session = SESSION.matcher(path);
        return session.matches() ? "session " + session.group(1) : method + ' ' + path;
    }

    private static boolean isNames(List<String> query) {
        return query.stream().anyMatch(part -> part.equals("keys") || part.startsWith("keys="));
    }

    private static String verbs(InputStream body) throws IOException {
        List<String> verbs = new ArrayList<>();
        for (JsonNode step : JSON.readTree(body)) {
            verbs.add(step.path("KV").path("Verb").asText());
        }
        return '(' + String.join(",", verbs) + ')';
    }
}
