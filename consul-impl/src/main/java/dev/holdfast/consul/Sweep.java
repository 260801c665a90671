package dev.holdfast.consul;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.kiwiproject.consul.model.kv.TxResponse;
import org.kiwiproject.consul.model.kv.Value;

/**
 * Asks now and then whether own entries are still locked by their session, which their names do not tell: by one
 * consistent reading transaction for up to 64 of them, the most steps that a server takes, and for the next ones the next
 * time.
 */
final class Sweep {

    private static final int STEPS_MAX = 64;

    private final Calls calls;
    private final AtomicInteger from = new AtomicInteger();

    Sweep(Calls calls) {
        this.calls = calls;
    }

    void some(List<ConsulPlace> all) {
        if (all.isEmpty()) {
            return;
        }
        int first = all.size() <= STEPS_MAX ? 0 : Math.floorMod(from.getAndAdd(STEPS_MAX), all.size());
        List<ConsulPlace> some = List.copyOf(all.subList(first, Math.min(all.size(), first + STEPS_MAX)));
        List<TxnOp> ops = some.stream().map(one -> TxnOp.get(one.key())).toList();
        calls.tryTxn(ops, Map.of(Calls.CONSISTENT, ""), calls.patience())
                .stage()
                .whenComplete((answer, thrown) -> {
                    if (thrown == null) {
                        missing(some, answer).forEach(this::revoked);
                    }
                });
    }

    /** Ends a place, and removes what may be left of its entry, which nobody holds. */
    private void revoked(ConsulPlace place) {
        if (place.isOver()) {
            return;
        }
        place.line().revoked(place);
        calls.tryTxn(List.of(TxnOp.delete(place.key())));
    }

    private static List<ConsulPlace> missing(List<ConsulPlace> some, Answer<TxResponse> answer) {
        if (answer.status() == Answer.OK) {
            List<Value> values = Calls.valuesOf(answer.body());
            return some.stream().filter(one -> !isIn(values, one)).toList();
        }
        return TxnRefusal.of(answer.problem()).missing().stream()
                .filter(step -> step >= 0 && step < some.size())
                .map(some::get)
                .toList();
    }

    private static boolean isIn(List<Value> values, ConsulPlace place) {
        return values.stream()
                .filter(value -> value.getKey().equals(place.key()))
                .anyMatch(value -> value.getSession()
                        .filter(place.consulSession().id()::equals)
                        .isPresent());
    }
}
