package dev.holdfast;

import dev.holdfast.spi.Catalogue;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One instance of a service, as it is registered. All of it together has room in
 * {@value Membership#PAYLOAD_BYTES_MAX} bytes.
 *
 * @param service the name of the service
 * @param id what tells this instance from the others of the service
 * @param address where it is reached, in whatever form its clients understand
 * @param metadata what else its clients want to know
 * @param mark whether it says that it can serve
 */
public record ServiceInstance(String service, String id, String address, Map<String, String> metadata, Mark mark) {

    private static final String METADATA = "meta.";

    /** What an instance says of itself; that it is alive is shown by its being there. */
    public enum Mark {
        /** It serves. */
        PASSING,
        /** It is alive, but cannot serve for now. */
        CRITICAL
    }

    public ServiceInstance {
        Name.of("service name", service);
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(address, "address");
        metadata = Map.copyOf(metadata);
        Objects.requireNonNull(mark, "mark");
    }

    /** Makes an instance that passes. */
    public ServiceInstance(String service, String id, String address, Map<String, String> metadata) {
        this(service, id, address, metadata, Mark.PASSING);
    }

    /** Returns the same instance with another mark. */
    public ServiceInstance with(Mark other) {
        return new ServiceInstance(service, id, address, metadata, other);
    }

    /** Returns whether it says that it can serve. */
    public boolean isPassing() {
        return mark == Mark.PASSING;
    }

    /** Returns what the store's own catalogue shows of it. */
    Catalogue.Instance shown() {
        return new Catalogue.Instance(service, id, address, metadata, isPassing());
    }

    /** Returns everything but the service, in the form of a query. */
    String payload() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("address", address);
        fields.put("mark", mark.name());
        new TreeMap<>(metadata).forEach((key, value) -> fields.put(METADATA + key, value));
        StringBuilder payload = new StringBuilder();
        fields.forEach((key, value) -> payload.append(payload.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(key, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return payload.toString();
    }

    /** @throws IllegalArgumentException if the payload is not one of an instance */
    static ServiceInstance parse(String service, String payload) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : payload.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("field of an instance must read name=value, was '" + field + "'");
            }
            fields.put(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        fields.forEach((key, value) -> {
            if (key.startsWith(METADATA)) {
                metadata.put(key.substring(METADATA.length()), value);
            }
        });
        return new ServiceInstance(
                service, field(fields, "id"), field(fields, "address"), metadata, Mark.valueOf(field(fields, "mark")));
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "an instance must have the field '" + name + "', has " + fields.keySet());
        }
        return value;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
