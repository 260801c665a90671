package dev.holdfast.reports.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.reports.history.Event.Completed;
import dev.holdfast.reports.history.Event.EffectSeen;
import dev.holdfast.reports.history.Event.FaultChanged;
import dev.holdfast.reports.history.Event.Invoked;
import dev.holdfast.reports.history.Event.Noted;
import dev.holdfast.reports.history.Event.PhaseBegan;
import dev.holdfast.reports.history.Event.RoleSeen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns one event into one line of JSON and back. Unknown fields are ignored, missing ones are refused. */
public final class EventLine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> FIELDS = new TypeReference<>() {};
    private static final TypeReference<List<Evidence>> EVIDENCE = new TypeReference<>() {};
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private EventLine() {}

    /** Returns the event as JSON without a line break. */
    public static String encode(Event event) {
        try {
            return JSON.writeValueAsString(fields(event));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("event cannot be written as JSON: " + event, e);
        }
    }

    /** Reads one line; throws {@link BadHistory} when it is not an event. */
    public static Event decode(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            if (node == null || !node.isObject()) {
                throw new BadHistory("not a JSON object: " + shorten(line));
            }
            return event(node);
        } catch (JsonProcessingException e) {
            throw new BadHistory("not JSON (" + e.getOriginalMessage() + "): " + shorten(line), e);
        } catch (IllegalArgumentException e) {
            throw new BadHistory(e.getMessage() + ": " + shorten(line), e);
        }
    }

    private static Event event(JsonNode node) {
        long t = number(node, "t");
        String type = text(node, "type");
        return switch (type) {
            case "invoke" ->
                new Invoked(
                        t,
                        text(node, "process"),
                        number(node, "op"),
                        text(node, "f"),
                        text(node, "subject"),
                        values(node));
            case "ok", "fail", "info" ->
                new Completed(
                        t,
                        Outcome.valueOf(type.toUpperCase(Locale.ROOT)),
                        text(node, "process"),
                        number(node, "op"),
                        text(node, "f"),
                        text(node, "subject"),
                        values(node),
                        node.path("error").asText(""));
            case "note" -> new Noted(t, text(node, "process"), text(node, "f"), text(node, "subject"), values(node));
            case "fault" ->
                new FaultChanged(
                        t,
                        choice(FaultPhase.class, text(node, "phase")),
                        text(node, "name"),
                        text(node, "kind"),
                        node.path("action").asText(""),
                        list(node, "targets", TEXTS),
                        node.path("requestedAtMs").asLong(0),
                        values(node));
            case "effect" ->
                new EffectSeen(
                        t, text(node, "name"), node.path("proved").asBoolean(false), list(node, "evidence", EVIDENCE));
            case "phase" -> new PhaseBegan(t, choice(RunPhase.class, text(node, "name")));
            case "role" -> new RoleSeen(t, text(node, "member"), choice(Role.class, text(node, "role")), values(node));
            default ->
                throw new BadHistory("type '" + type
                        + "' is unknown; known: invoke, ok, fail, info, note, fault, effect, phase, role");
        };
    }

    private static Map<String, Object> fields(Event event) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("t", event.t());
        if (event instanceof Invoked e) {
            operation(out, "invoke", e.process(), e.op(), e.f(), e.subject(), e.value());
        } else if (event instanceof Completed e) {
            operation(out, word(e.outcome()), e.process(), e.op(), e.f(), e.subject(), e.value());
            if (!e.error().isEmpty()) {
                out.put("error", e.error());
            }
        } else if (event instanceof Noted e) {
            put(out, "type", "note", "process", e.process(), "f", e.f(), "subject", e.subject());
            value(out, e.value());
        } else if (event instanceof FaultChanged e) {
            put(out, "type", "fault", "phase", word(e.phase()), "name", e.name(), "kind", e.kind());
            put(out, "action", e.action(), "targets", e.targets(), "requestedAtMs", e.requestedAtMs());
            value(out, e.value());
        } else if (event instanceof EffectSeen e) {
            put(out, "type", "effect", "name", e.name(), "proved", e.proved(), "evidence", e.evidence());
        } else if (event instanceof PhaseBegan e) {
            put(out, "type", "phase", "name", e.phase().text());
        } else if (event instanceof RoleSeen e) {
            put(out, "type", "role", "member", e.member(), "role", word(e.role()));
            value(out, e.value());
        } else {
            throw new IllegalArgumentException("event of an unknown kind: " + event);
        }
        return out;
    }

    private static void operation(
            Map<String, Object> out, String type, String process, long op, String f, String subject, Values value) {
        put(out, "type", type, "process", process, "op", op, "f", f, "subject", subject);
        value(out, value);
    }

    private static void put(Map<String, Object> out, Object... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            out.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    private static void value(Map<String, Object> out, Values value) {
        if (!value.isEmpty()) {
            out.put("value", value.fields());
        }
    }

    private static Values values(JsonNode node) {
        if (!node.hasNonNull("value")) {
            return Values.none();
        }
        Map<String, Object> fields = JSON.convertValue(node.get("value"), FIELDS);
        fields.values().removeIf(java.util.Objects::isNull);
        return new Values(fields);
    }

    private static <T> List<T> list(JsonNode node, String name, TypeReference<List<T>> type) {
        return node.hasNonNull(name) ? JSON.convertValue(node.get(name), type) : new ArrayList<>();
    }

    private static String text(JsonNode node, String name) {
        JsonNode field = node.get(name);
        if (field == null || !field.isTextual()) {
            throw new BadHistory(
                    "field '" + name + "' must be a text, but is " + field + ": " + shorten(node.toString()));
        }
        return field.textValue();
    }

    private static long number(JsonNode node, String name) {
        JsonNode field = node.get(name);
        if (field == null || !field.isIntegralNumber()) {
            throw new BadHistory(
                    "field '" + name + "' must be a whole number, but is " + field + ": " + shorten(node.toString()));
        }
        return field.longValue();
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(word)) {
                return constant;
            }
        }
        List<String> known = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            known.add(word(constant));
        }
        throw new BadHistory("'" + word + "' is unknown; known: " + String.join(", ", known));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String shorten(String line) {
        return line.length() <= 160 ? line : line.substring(0, 160) + "…";
    }
}
