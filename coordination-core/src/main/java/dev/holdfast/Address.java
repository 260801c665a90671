package dev.holdfast;

import dev.holdfast.spi.BackendProvider;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.ConnectSpec.Endpoint;
import dev.holdfast.spi.Telemetry;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A store's address, taken apart: {@code scheme://host:port,host:port/namespace?option=value}. */
record Address(String text, String scheme, List<Endpoint> endpoints, String namespace, Map<String, String> options) {

    private static final Pattern SHAPE = Pattern.compile("([a-z][a-z0-9+]*)://([^/?#]*)(?:/([^?#]*))?(?:\\?([^#]*))?");
    private static final Pattern DURATION = Pattern.compile("([0-9]+)(ms|s|m)");
    private static final Set<String> COMMON = Set.of("session", "connect", "drift");
    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Duration CONNECT = Duration.ofSeconds(15);

    static Address parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw new IllegalArgumentException(
                    "address must read scheme://host:port,.../namespace?option=value, was '" + text + "'");
        }
        String namespace = shape.group(3) == null || shape.group(3).isEmpty() ? "holdfast" : shape.group(3);
        return new Address(
                text,
                shape.group(1),
                endpoints(text, shape.group(2)),
                Name.of("namespace in address '" + text + "'", namespace),
                options(text, shape.group(4) == null ? "" : shape.group(4)));
    }

    private static List<Endpoint> endpoints(String text, String part) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String one : part.isEmpty() ? new String[0] : part.split(",", -1)) {
            int colon = one.lastIndexOf(':');
            String host = colon < 0 ? "" : one.substring(0, colon).replaceAll("^\\[|\\]$", "");
            String port = colon < 0 ? "" : one.substring(colon + 1);
            if (host.isEmpty() || !port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65535) {
                throw new IllegalArgumentException(
                        "member in address '" + text + "' must read host:port, was '" + one + "'");
            }
            endpoints.add(new Endpoint(host, Integer.parseInt(port)));
        }
        return endpoints;
    }

    private static Map<String, String> options(String text, String part) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String one : part.isEmpty() ? new String[0] : part.split("&", -1)) {
            int equals = one.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "option in address '" + text + "' must read name=value, was '" + one + "'");
            }
            if (options.put(one.substring(0, equals), one.substring(equals + 1)) != null) {
                throw new IllegalArgumentException(
                        "option '" + one.substring(0, equals) + "' stands twice in address '" + text + "'");
            }
        }
        return options;
    }

    /** Returns the provider of this address's scheme, having checked that it knows every option. */
    BackendProvider provider(Iterable<BackendProvider> providers) {
        Set<String> schemes = new TreeSet<>();
        for (BackendProvider provider : providers) {
            schemes.add(provider.scheme());
            if (provider.scheme().equals(scheme)) {
                checkOptions(provider);
                return provider;
            }
        }
        throw new IllegalArgumentException("no backend for '" + scheme + "' in address '" + text
                + "'; on the class path are: " + (schemes.isEmpty() ? "none" : String.join(", ", schemes)));
    }

    private void checkOptions(BackendProvider provider) {
        Set<String> known = new TreeSet<>(COMMON);
        known.addAll(provider.options());
        for (String option : options.keySet()) {
            if (!known.contains(option)) {
                throw new IllegalArgumentException("unknown option '" + option + "' in address '" + text
                        + "'; known for " + scheme + " are: " + String.join(", ", known));
            }
        }
    }

    ConnectSpec spec(Ticker ticker, Telemetry telemetry) {
        Map<String, String> own = new LinkedHashMap<>(options);
        own.keySet().removeAll(COMMON);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("address '" + text + "' names no member");
        }
        return new ConnectSpec(endpoints, namespace, duration("session", SESSION), drift(), own, ticker, telemetry);
    }

    Duration connect() {
        return duration("connect", CONNECT);
    }

    /** Returns what the tokens of this address belong to: the store and the namespace, whatever members are listed. */
    String scope() {
        return scheme + ":/" + namespace;
    }

    private Duration duration(String option, Duration fallback) {
        String value = options.get(option);
        if (value == null) {
            return fallback;
        }
        Matcher shape = DURATION.matcher(value);
        if (!shape.matches() || shape.group(1).length() > 9) {
            throw new IllegalArgumentException("option '" + option + "' in address '" + text
                    + "' must be like 500ms, 5s or 1m, was '" + value + "'");
        }
        long number = Long.parseLong(shape.group(1));
        return switch (shape.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }

    private double drift() {
        String value = options.getOrDefault("drift", "0.1");
        if (!value.matches("0(\\.[0-9]{1,6})?")) {
            throw new IllegalArgumentException(
                    "option 'drift' in address '" + text + "' must be a share from 0 to below 1, was '" + value + "'");
        }
        return Double.parseDouble(value);
    }
}
