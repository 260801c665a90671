package dev.holdfast.consul;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.holdfast.consul.QueueView.Gone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.kiwiproject.consul.model.kv.TxError;
import org.kiwiproject.consul.model.kv.TxResponse;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.util.Jackson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks at intervals whether the entries of the own places still exist, waiting and granted ones alike, by one consistent
 * reading transaction for up to 64 of them: that is the most steps a server takes, and it costs no thread per place.
 */
final class Sweep {

    private static final Logger log = LoggerFactory.getLogger(Sweep.class);
    private static final int STEPS_MAX = 64;

    private final Calls calls;
    private final ConsulThreads threads;
    private final Duration interval;
    private final Supplier<Collection<Line>> lines;

    Sweep(Calls calls, ConsulThreads threads, Duration interval, Supplier<Collection<Line>> lines) {
        this.calls = calls;
        this.threads = threads;
        this.interval = interval;
        this.lines = lines;
    }

    /** One place, and the queue it stands in. */
    private record Standing(Line line, ConsulPlace place) {}

    void start() {
        threads.after(interval, this::sweep);
    }

    private void sweep() {
        List<Standing> all = new ArrayList<>();
        for (Line line : lines.get()) {
            line.places().forEach(place -> all.add(new Standing(line, place)));
        }
        List<CompletableFuture<?>> asked = new ArrayList<>();
        for (int from = 0; from < all.size(); from += STEPS_MAX) {
            asked.add(ask(List.copyOf(all.subList(from, Math.min(all.size(), from + STEPS_MAX)))));
        }
        CompletionStage<Void> answered = CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new));
        answered.whenComplete((done, thrown) -> threads.after(interval, this::sweep));
    }

    private CompletableFuture<?> ask(List<Standing> some) {
        List<TxnOp> ops = some.stream().map(one -> TxnOp.get(one.place().key())).toList();
        return calls.tryTxn(ops, Map.of(Calls.CONSISTENT, ""), interval.multipliedBy(2))
                .answer()
                .thenAccept(answer ->
                        missing(some, answer).forEach(one -> one.line().revoked(one.place())));
    }

    private static List<Standing> missing(List<Standing> some, Answer<TxResponse> answer) {
        if (answer.status() == Answer.OK) {
            List<Value> values = Calls.valuesOf(answer.body());
            return some.stream().filter(one -> !isIn(values, one.place())).toList();
        }
        return missingSteps(answer.problem()).stream()
                .filter(step -> step < some.size())
                .map(some::get)
                .toList();
    }

    private static boolean isIn(List<Value> values, ConsulPlace place) {
        List<Value> own = values.stream()
                .filter(value -> value.getKey().equals(place.key()))
                .toList();
        String prefix = place.key().substring(0, place.key().lastIndexOf('/') + 1);
        return !(QueueView.of(prefix, own)
                        .standingOf(place.key(), place.consulSession().id())
                instanceof Gone);
    }

    /** Returns which steps of a rolled-back transaction found no key. */
    static List<Integer> missingSteps(String problem) {
        try {
            return Jackson.MAPPER.readValue(problem, TxResponse.class).errors().stream()
                    .filter(error -> error.what().orElse("").contains("doesn't exist"))
                    .map(TxError::opIndex)
                    .flatMap(index -> index.stream().map(Number::intValue))
                    .toList();
        } catch (JsonProcessingException e) {
            log.warn("rolled-back transaction not understood: {}", problem, e);
            return List.of();
        }
    }
}
