package dev.holdfast.chaos.fault;

import java.util.Map;

/** The part of a manifest's metadata that a manifest may set; an absent namespace is {@link #HOME}. */
public record Metadata(String name, String namespace, Map<String, String> labels, Map<String, String> annotations) {

    /** The namespace of the shipped manifests, which is also the namespace of every local cluster. */
    public static final String HOME = "holdfast";

    public Metadata {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
}
