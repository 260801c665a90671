package dev.holdfast.chaos.cluster.volume.fuse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens to some of the calls that reach a volume.
 *
 * @param root    the path that the volume's root is taken to have
 * @param glob    which files, by their paths
 * @param methods which calls
 * @param percent how many of them, from 0 to 100
 * @param seed    of the choice among them and of what a mistake writes
 */
public record Rule(String root, String glob, Set<Method> methods, int percent, long seed, Effect effect) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public Rule {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percent: must be from 0 to 100, given " + percent);
        }
        methods = Set.copyOf(methods);
    }

    /** What is done to a call. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Delay.class, name = "delay"),
        @JsonSubTypes.Type(value = Fail.class, name = "fail"),
        @JsonSubTypes.Type(value = Disguise.class, name = "disguise"),
        @JsonSubTypes.Type(value = Mistake.class, name = "mistake")
    })
    public sealed interface Effect {}

    /** It is carried out later. */
    public record Delay(long nanos) implements Effect {}

    /** It is not carried out, and answered with an error number. */
    public record Fail(int errno) implements Effect {}

    /** What it says of a file's attributes is not so; null is what is left as it is. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Disguise(
            @Nullable Long ino,
            @Nullable Long size,
            @Nullable Long blocks,
            @Nullable Moment atime,
            @Nullable Moment mtime,
            @Nullable Moment ctime,
            @Nullable Integer type,
            @Nullable Integer permissions,
            @Nullable Integer links,
            @Nullable Integer user,
            @Nullable Integer group,
            @Nullable Integer device)
            implements Effect {}

    /**
     * Some of the bytes that are read or written become others.
     *
     * @param random         whether they become random ones rather than zero
     * @param maxOccurrences in how many places at most
     * @param maxLength      how many bytes in one place at most
     */
    public record Mistake(boolean random, int maxOccurrences, int maxLength) implements Effect {}

    /** Returns this as one line. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rule without a JSON form: " + this, e);
        }
    }

    static Rule fromJson(String json) {
        try {
            return JSON.readValue(json, Rule.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("rule: not to be read from " + json + ": " + e.getOriginalMessage(), e);
        }
    }
}
