package dev.holdfast.consul;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.kiwiproject.consul.model.kv.TxError;
import org.kiwiproject.consul.model.kv.TxResponse;
import org.kiwiproject.consul.util.Jackson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a transaction was rolled back: the server tries every step, and tells each that failed.
 *
 * <p>Source: {@code state/txn.go} (txnDispatch), seen on 1.8.7.
 */
record TxnRefusal(List<Step> steps) {

    private static final Logger log = LoggerFactory.getLogger(TxnRefusal.class);

    TxnRefusal {
        steps = List.copyOf(steps);
    }

    /** A step that failed, by its position in the transaction. */
    record Step(int index, String what) {}

    /** Reads the body of a 409; one that is not understood names no step. */
    static TxnRefusal of(String problem) {
        List<Step> steps = new ArrayList<>();
        try {
            for (TxError error :
                    Jackson.MAPPER.readValue(problem, TxResponse.class).errors()) {
                int index = error.opIndex().map(Number::intValue).orElse(-1);
                steps.add(new Step(index, error.what().orElse("")));
            }
        } catch (JsonProcessingException e) {
            log.warn("rolled-back transaction not understood: {}", problem, e);
        }
        return new TxnRefusal(steps);
    }

    boolean concerns(IntPredicate step) {
        return steps.stream().anyMatch(failed -> step.test(failed.index()));
    }

    boolean says(String words) {
        return steps.stream().anyMatch(failed -> failed.what().contains(words));
    }

    /** Returns which steps found no key. */
    List<Integer> missing() {
        return steps.stream()
                .filter(failed -> failed.what().contains("doesn't exist"))
                .map(Step::index)
                .toList();
    }
}
