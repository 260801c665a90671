package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.document.Field;

/** Reads the specification of one kind. */
public interface SpecReader {

    /** Throws {@link dev.holdfast.chaos.document.DocumentException} at the first thing wrong. */
    Fault read(Metadata metadata, Field spec);
}
