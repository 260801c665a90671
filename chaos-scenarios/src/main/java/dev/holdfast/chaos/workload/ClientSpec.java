package dev.holdfast.chaos.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * What one client process of a coordination workload does; given as JSON in its one argument.
 *
 * @param name the client's name, which is also its pod's
 * @param address the store's address for {@code Coordination.connect}
 * @param recipes of {@code lock}, {@code election}, {@code config}
 * @param seed the run's seed; each client derives its own from it and its name
 * @param ledger host:port of the guarded resource
 * @param fenced whether the guarded resource is asked to refuse old tokens
 * @param holdMs how long the lock is held each time
 * @param termMs how long a leader leads before it resigns
 * @param putEveryMs the pause between two configuration values
 * @param lateMs how much later than the truth the client believes its rights to end; zero but for a control
 * @param forgetful whether the client ends without closing its connection: false but for a control
 */
public record ClientSpec(
        String name,
        String address,
        List<String> recipes,
        long seed,
        String ledger,
        boolean fenced,
        long holdMs,
        long termMs,
        long putEveryMs,
        long lateMs,
        boolean forgetful) {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    public ClientSpec {
        recipes = List.copyOf(recipes);
    }

    public static ClientSpec parse(String json) {
        try {
            return JSON.readValue(json, ClientSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("client specification: " + e.getOriginalMessage(), e);
        }
    }

    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("client specification of " + name + " cannot be written", e);
        }
    }
}
