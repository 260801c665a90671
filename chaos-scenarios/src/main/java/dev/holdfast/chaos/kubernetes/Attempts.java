package dev.holdfast.chaos.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The records of a fault: what Chaos Mesh has done to each target. They are asked rather than the object's conditions, which
 * lag behind, and of which AllRecovered is true too when nothing was ever injected. Source: controllers/common/records and
 * controllers/common/conditions of Chaos Mesh 2.8.
 */
record Attempts(List<Attempt> all) {

    static final String INJECTED = "Injected";
    static final String NOT_INJECTED = "Not Injected";

    /**
     * One record.
     *
     * @param target   namespace and name of the pod, and its container where the fault is one of containers
     * @param selector {@code .} for the fault's selector, {@code .Target} for that of its peers
     */
    record Attempt(
            String target,
            String selector,
            String phase,
            int injected,
            int recovered,
            String lastOperation,
            String failure) {

        static Attempt of(JsonNode record) {
            JsonNode events = record.path("events");
            JsonNode last = events.path(events.size() - 1);
            return new Attempt(
                    record.path("id").asText(),
                    record.path("selectorKey").asText(),
                    record.path("phase").asText(),
                    record.path("injectedCount").asInt(),
                    record.path("recoveredCount").asInt(),
                    last.path("operation").asText(),
                    last.path("type").asText().equals("Failed")
                            ? last.path("message").asText("no message")
                            : "");
        }

        /** Returns the pod's name. */
        String pod() {
            List<String> parts = List.of(target.split("/", -1));
            return parts.size() > 1 ? parts.get(1) : target;
        }

        boolean isInjected() {
            return phase.equals(INJECTED) && injected >= 1;
        }

        boolean isIdle() {
            return phase.equals(NOT_INJECTED);
        }

        boolean isRecovered() {
            return isIdle() && injected >= 1 && recovered >= injected;
        }

        boolean failedTo(String operation) {
            return lastOperation.equals(operation) && !failure.isEmpty();
        }
    }

    Attempts {
        all = List.copyOf(all);
    }

    static Attempts of(JsonNode object) {
        List<Attempt> all = new ArrayList<>();
        object.at("/status/experiment/containerRecords").forEach(record -> all.add(Attempt.of(record)));
        return new Attempts(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    boolean every(Predicate<Attempt> rule) {
        return !all.isEmpty() && all.stream().allMatch(rule);
    }

    int count(Predicate<Attempt> rule) {
        return (int) all.stream().filter(rule).count();
    }

    /** Returns what went wrong in the last attempt to do this, for the first record of which that is so; empty for none. */
    String failureTo(String operation) {
        return all.stream()
                .filter(attempt -> attempt.failedTo(operation))
                .map(attempt -> attempt.target() + ": " + attempt.failure())
                .findFirst()
                .orElse("");
    }
}
