package dev.holdfast.chaos.cluster.volume.fuse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What a rule has done so far.
 *
 * @param calls   of the kinds and files that it is about
 * @param hits    calls that it was done to
 * @param delayUs the time for which calls were held back, together
 * @param bytes   that became others
 */
public record Counts(long calls, long hits, long delayUs, long bytes) {

    public static final Counts NONE = new Counts(0, 0, 0, 0);

    private static final ObjectMapper JSON = new ObjectMapper();

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts without a JSON form: " + this, e);
        }
    }

    /** Reads what the program answered. */
    public static Counts fromJson(String json) {
        try {
            return JSON.readValue(json, Counts.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("counts: not to be read from '" + json + "'", e);
        }
    }
}
