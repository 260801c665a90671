package dev.holdfast.metrics;

import dev.holdfast.Coordination;
import dev.holdfast.CoordinationListener;
import dev.holdfast.model.LossReason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Binds the meters of one coordination object:
 *
 * <ul>
 *   <li>{@code holdfast.grants} (counter; kind): rights granted
 *   <li>{@code holdfast.wait} (timer; kind, granted): from the request to the answer
 *   <li>{@code holdfast.ended} (counter; kind, reason) and {@code holdfast.held.time} (timer; kind): rights that ended;
 *       every reason but {@code RELEASED} and {@code CLOSED} is a loss
 *   <li>{@code holdfast.held}, {@code holdfast.waiting} (gauges): rights held, requests waiting, now
 *   <li>{@code holdfast.validity} (gauge): for how long everything held is certain without a further heartbeat; NaN if
 *       nothing is held
 *   <li>{@code holdfast.heartbeat} (timer) and {@code holdfast.heartbeat.age} (gauge): renewal latency, and the time
 *       since the last answered one
 *   <li>{@code holdfast.watch.staleness} (gauge): of the watch that was confirmed the longest time ago; NaN if there is
 *       none
 *   <li>{@code holdfast.sessions}, {@code holdfast.sessions.ended} (counter; reason), {@code holdfast.reconnects}
 * </ul>
 *
 * Names of locks and elections are no tags: there may be any number of them.
 */
public final class CoordinationMeters implements MeterBinder {

    private final Coordination coordination;
    private final Tags tags;

    /** @param tags put on every meter, to tell several coordination objects apart */
    public CoordinationMeters(Coordination coordination, Tags tags) {
        this.coordination = coordination;
        this.tags = tags;
    }

    public CoordinationMeters(Coordination coordination) {
        this(coordination, Tags.empty());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        coordination.listen(new Meters(registry));
        Gauge.builder("holdfast.held", coordination, one -> one.health().held())
                .tags(tags)
                .register(registry);
        Gauge.builder("holdfast.waiting", coordination, one -> one.health().waiting())
                .tags(tags)
                .register(registry);
        gauge(registry, "holdfast.validity", one -> one.validity().orElse(null));
        gauge(
                registry,
                "holdfast.heartbeat.age",
                one -> one.health().sinceHeartbeat().orElse(null));
        gauge(
                registry,
                "holdfast.watch.staleness",
                one -> one.health().stalest().orElse(null));
    }

    private void gauge(MeterRegistry registry, String name, Function<Coordination, @Nullable Duration> value) {
        TimeGauge.builder(name, coordination, TimeUnit.NANOSECONDS, one -> {
                    Duration now = value.apply(one);
                    return now == null ? Double.NaN : now.toNanos();
                })
                .tags(tags)
                .register(registry);
    }

    private final class Meters implements CoordinationListener {

        private final MeterRegistry registry;

        Meters(MeterRegistry registry) {
            this.registry = registry;
        }

        @Override
        public void granted(String kind, String name) {
            registry.counter("holdfast.grants", tags.and("kind", kind)).increment();
        }

        @Override
        public void waited(String kind, String name, boolean granted, Duration waited) {
            registry.timer("holdfast.wait", tags.and("kind", kind, "granted", String.valueOf(granted)))
                    .record(waited);
        }

        @Override
        public void ended(String kind, String name, LossReason reason, Duration held) {
            registry.counter("holdfast.ended", tags.and("kind", kind, "reason", reason.name()))
                    .increment();
            registry.timer("holdfast.held.time", tags.and("kind", kind)).record(held);
        }

        @Override
        public void heartbeatAnswered(Duration took) {
            registry.timer("holdfast.heartbeat", tags).record(took);
        }

        @Override
        public void sessionMade() {
            registry.counter("holdfast.sessions", tags).increment();
        }

        @Override
        public void sessionEnded(LossReason reason) {
            registry.counter("holdfast.sessions.ended", tags.and("reason", reason.name()))
                    .increment();
        }

        @Override
        public void reconnected() {
            registry.counter("holdfast.reconnects", tags).increment();
        }
    }
}
