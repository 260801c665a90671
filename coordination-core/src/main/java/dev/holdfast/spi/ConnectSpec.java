package dev.holdfast.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where and how to connect.
 *
 * @param endpoints the members that may be asked; at least one
 * @param namespace the first part of every key that is written: one or more plain segments joined by {@code /}, without
 *     a slash at either end
 * @param session the session timeout that is asked for
 * @param drift the share of the session timeout by which two clocks may differ in speed, such as 0.1
 * @param options the store's own options, all of them named in {@link BackendProvider#options()}
 * @param security how the two ends prove who they are; its files were looked at
 * @param ticker the clock of every local decision
 * @param telemetry hears what happens on the connection
 */
public record ConnectSpec(
        List<Endpoint> endpoints,
        String namespace,
        Duration session,
        double drift,
        Map<String, String> options,
        Security security,
        Ticker ticker,
        Telemetry telemetry) {

    public ConnectSpec {
        endpoints = List.copyOf(endpoints);
        Objects.requireNonNull(namespace, "namespace");
        options = Map.copyOf(options);
        Objects.requireNonNull(security, "security");
        Objects.requireNonNull(ticker, "ticker");
        Objects.requireNonNull(telemetry, "telemetry");
        if (session.isNegative() || session.isZero()) {
            throw new IllegalArgumentException("session must be > 0, was " + session);
        }
        if (!(drift >= 0 && drift < 1)) {
            throw new IllegalArgumentException("drift must be >= 0 and < 1, was " + drift);
        }
    }

    /** A plain connection by nobody in particular. */
    public ConnectSpec(
            List<Endpoint> endpoints,
            String namespace,
            Duration session,
            double drift,
            Map<String, String> options,
            Ticker ticker,
            Telemetry telemetry) {
        this(endpoints, namespace, session, drift, options, Security.NONE, ticker, telemetry);
    }

    /**
     * Returns how long a holder may trust one answered heartbeat: the session timeout that the store granted, less the
     * drift of the two clocks.
     */
    public Duration trusted(Duration granted) {
        return Duration.ofNanos((long) (granted.toNanos() * (1 - drift)));
    }

    /** The address of one member. */
    public record Endpoint(String host, int port) {
        @Override
        public String toString() {
            return host.indexOf(':') < 0 ? host + ':' + port : '[' + host + "]:" + port;
        }
    }
}
