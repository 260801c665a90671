package dev.holdfast.chaos.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.chaos.kubernetes.Attempts.Attempt;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that was seen of one fault at one moment, and the rules that say what it means.
 *
 * @param uid        that of the object as it was created; an object of another uid is another, whatever its name
 * @param deleted    whether this object was seen and has been deleted since
 * @param object     the object of its name, missing when there is none
 * @param events     events of the namespace
 * @param podsBefore uids of the pods chosen, by name, as they were then
 * @param podsNow    uids of the pods that exist, by name
 */
record Observed(
        String uid,
        boolean deleted,
        JsonNode object,
        List<JsonNode> events,
        Map<String, String> podsBefore,
        Map<String, String> podsNow) {

    static final String FORCED = "chaos-mesh.chaos-mesh.org/cleanFinalizer";

    private static final String PAUSED = "experiment.chaos-mesh.org/pause";
    private static final String APPLY = "Apply";
    private static final String RECOVER = "Recover";

    Observed {
        events = List.copyOf(events);
        podsBefore = Map.copyOf(podsBefore);
        podsNow = Map.copyOf(podsNow);
    }

    Reading reading() {
        if (deleted || isAnother()) {
            return reading(
                    FaultState.GONE, isAnother() ? "another object has taken its name" : "the object is deleted");
        }
        if (object.isMissingNode()) {
            return reading(FaultState.PENDING, "the watch has not shown the object yet");
        }
        Attempts attempts = Attempts.of(object);
        if (isBeingDeleted()) {
            return ending(attempts, "it is being deleted, held by " + finalizers() + forced());
        }
        return isStopped() ? stopped(attempts) : running(attempts);
    }

    private Reading running(Attempts attempts) {
        if (attempts.isEmpty()) {
            return unselected();
        }
        if (attempts.every(Attempt::isInjected) && experiment("desiredPhase").equals("Run")) {
            return reading(FaultState.INJECTED, "all " + attempts.all().size() + " records are injected");
        }
        String failure = attempts.failureTo(APPLY);
        if (!failure.isEmpty()) {
            return reading(FaultState.INJECT_FAILING, "the last attempt failed: " + failure);
        }
        return reading(
                FaultState.PENDING,
                attempts.count(Attempt::isInjected) + " of " + attempts.all().size() + " records are injected");
    }

    private Reading unselected() {
        String failure = selectionFailure();
        if (!failure.isEmpty()) {
            return reading(
                    FaultState.NO_TARGET,
                    failure + " (a namespace without the annotation chaos-mesh.org/inject: enabled reads the same)");
        }
        boolean touched = !object.at("/metadata/finalizers").isEmpty() || object.has("status");
        return reading(
                FaultState.PENDING,
                touched
                        ? "no target is selected yet"
                        : "it has neither finalizer nor status: no controller has looked at it");
    }

    /** A duration that is over, or a pause, stops a fault: it counts from the object's creation and may end it early. */
    private Reading stopped(Attempts attempts) {
        String why = object.at("/metadata/annotations").path(PAUSED).asText().equals("true")
                ? "it is paused by annotation"
                : "its duration is over, which counts from its creation";
        return ending(attempts, why);
    }

    private Reading ending(Attempts attempts, String why) {
        if (attempts.every(Attempt::isRecovered)) {
            return reading(FaultState.RECOVERED, "all " + attempts.all().size() + " records are recovered; " + why);
        }
        String failure = attempts.failureTo(RECOVER);
        if (!failure.isEmpty()) {
            return reading(FaultState.RECOVER_FAILING, "the last attempt to recover failed: " + failure + "; " + why);
        }
        if (attempts.all().stream().allMatch(Attempt::isIdle)) {
            String applied = attempts.failureTo(APPLY);
            return reading(
                    FaultState.STOPPED_BEFORE_INJECTION,
                    attempts.count(attempt -> attempt.injected() == 0) + " of "
                            + attempts.all().size() + " records were never injected; " + why
                            + (applied.isEmpty() ? "" : "; the last attempt failed: " + applied));
        }
        return reading(
                FaultState.PENDING,
                attempts.count(Attempt::isRecovered) + " of " + attempts.all().size() + " records are recovered; "
                        + why);
    }

    private boolean isAnother() {
        return !object.isMissingNode() && !object.at("/metadata/uid").asText().equals(uid);
    }

    private boolean isBeingDeleted() {
        return object.at("/metadata").hasNonNull("deletionTimestamp");
    }

    private boolean isStopped() {
        return experiment("desiredPhase").equals("Stop");
    }

    private String experiment(String field) {
        return object.at("/status/experiment").path(field).asText();
    }

    private String finalizers() {
        String names = object.at("/metadata/finalizers").toString();
        return names.isEmpty() ? "nothing" : names;
    }

    /** Somebody has told Chaos Mesh to let the object go without recovering: then gone does not mean recovered. */
    private String forced() {
        return isForced() ? "; its finalizer was forced by annotation, so nothing may have been undone" : "";
    }

    boolean isForced() {
        return object.at("/metadata/annotations").path(FORCED).asText().equals("forced");
    }

    /** Returns what the controller said of a selection that found nobody; empty when it has said nothing of the kind. */
    private String selectionFailure() {
        return events.stream()
                .filter(event -> event.at("/involvedObject/uid").asText().equals(uid))
                .filter(event -> event.path("type").asText().equals("Warning"))
                .map(event -> event.path("message").asText())
                .filter(message -> message.startsWith("Failed to select targets"))
                .reduce((first, last) -> last)
                .orElse("");
    }

    private Reading reading(FaultState state, String reason) {
        Set<String> replaced = podsBefore.entrySet().stream()
                .filter(pod -> !Objects.equals(podsNow.get(pod.getKey()), pod.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return new Reading(state, reason, replaced);
    }
}
