package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.document.YamlDocuments;
import dev.holdfast.chaos.manifest.ManifestReader;

/** Reads documents that a test has written. */
final class Manifests {

    private Manifests() {}

    static Fault read(String yaml) {
        return ManifestReader.read(YamlDocuments.parse("m.yaml", yaml).get(0));
    }
}
