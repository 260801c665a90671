package dev.holdfast.chaos.workload;

import dev.holdfast.Codec;
import dev.holdfast.ConfigStore;
import dev.holdfast.Coordination;
import dev.holdfast.Versioned;
import dev.holdfast.Watch;
import dev.holdfast.model.Conflict;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Unavailable;
import dev.holdfast.reports.history.Values;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes values that are never written twice to one key, and watches it; at the end compares with a linearizable read. */
final class ConfigTraffic implements Traffic {

    private static final String KEY = "limits";
    private static final String SUBJECT = "config:" + KEY;
    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final Duration FINAL_WITHIN = Duration.ofSeconds(20);

    private final String writer;
    private final String watcher;
    private final Duration writeEvery;
    private final ConfigStore config;
    private final Watch<String> watch;
    private final Recorder recorder;
    private final Orders orders;

    ConfigTraffic(ClientSpec spec, Coordination coordination, Recorder recorder, Orders orders)
            throws InterruptedException {
        this.writer = spec.name() + "/writer";
        this.watcher = spec.name() + "/watcher";
        this.writeEvery = Duration.ofMillis(spec.putEveryMs());
        this.config = coordination.config();
        this.recorder = recorder;
        this.orders = orders;
        this.watch = config.watch(KEY, Codec.text());
        watch.onChange(this::watched);
    }

    private void watched(Versioned<String> state) {
        Values values = values(state);
        recorder.note(watcher, "watched", SUBJECT, state.epochChanged() ? values.with("epochChanged", true) : values);
    }

    @Override
    public void run() throws InterruptedException {
        for (long number = 1; !orders.stopsWithin(writeEvery); number++) {
            put(writer + '-' + number);
        }
    }

    private void put(String value) throws InterruptedException {
        Recorder.Operation put = recorder.invoke(writer, "put", SUBJECT, Values.of("value", value));
        try {
            put.ok(Values.of("revision", config.put(KEY, value, Codec.text(), WITHIN)));
        } catch (Unavailable | Conflict e) {
            put.fail(e);
        } catch (CoordinationException e) {
            put.info(e);
        }
    }

    @Override
    public void readFinally() throws InterruptedException {
        Recorder.Operation read = recorder.invoke(watcher, "final-read", SUBJECT, Values.none());
        try {
            Optional<Versioned<String>> last = config.get(KEY, Codec.text(), FINAL_WITHIN);
            read.ok(last.map(ConfigTraffic::values).orElse(Values.of("present", false)));
            if (last.isPresent()) {
                awaitWatched(last.get().revision());
            }
        } catch (CoordinationException e) {
            read.info(e);
        }
    }

    /** Gives the watch a bounded time to tell what the read has seen; whether it did is for the checker to say. */
    private void awaitWatched(long revision) throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        watch.onChange(state -> {
            if (state.revision() >= revision) {
                told.countDown();
            }
        });
        told.await(FINAL_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        watch.close();
    }

    private static Values values(Versioned<String> state) {
        Values values = Values.of("revision", state.revision()).with("present", state.isPresent());
        return state.optional().map(value -> values.with("value", value)).orElse(values);
    }
}
