package dev.holdfast.chaos.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.ProcessState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pod as an API server shows it. */
record PodView(JsonNode json) {

    String name() {
        return json.at("/metadata/name").asText();
    }

    String uid() {
        return json.at("/metadata/uid").asText();
    }

    /** Returns what pods are ordered by: the second of their creation, and the name among those of one second. */
    String age() {
        return json.at("/metadata/creationTimestamp").asText() + ' ' + name();
    }

    Pod pod() {
        List<String> containers = new ArrayList<>();
        json.at("/spec/containers")
                .forEach(one -> containers.add(one.path("name").asText()));
        return new Pod(
                json.at("/metadata/namespace").asText(),
                name(),
                uid(),
                json.at("/status/podIP").asText(),
                json.at("/status/phase").asText("Pending"),
                strings("labels"),
                strings("annotations"),
                containers);
    }

    /** Returns whether every container runs; that one is stopped by a signal cannot be seen from outside. */
    ProcessState state() {
        JsonNode statuses = json.at("/status/containerStatuses");
        boolean runs = !statuses.isEmpty() && !json.path("metadata").hasNonNull("deletionTimestamp");
        for (JsonNode status : statuses) {
            runs &= status.path("state").has("running");
        }
        return runs ? ProcessState.RUNNING : ProcessState.GONE;
    }

    int restarts() {
        int restarts = 0;
        for (JsonNode status : json.at("/status/containerStatuses")) {
            restarts += status.path("restartCount").asInt();
        }
        return restarts;
    }

    private Map<String, String> strings(String field) {
        Map<String, String> strings = new LinkedHashMap<>();
        json.path("metadata")
                .path(field)
                .properties()
                .forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
        return strings;
    }
}
