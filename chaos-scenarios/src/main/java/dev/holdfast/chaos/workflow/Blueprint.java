package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Metadata;
import java.util.function.Function;

/**
 * A fault that is made again and again, each time under a name of its own.
 *
 * @param sample the fault as it was read
 * @param made   makes the same fault with other metadata
 */
public record Blueprint(Fault sample, Function<Metadata, Fault> made) {

    Fault named(String name) {
        Metadata metadata = sample.metadata();
        return made.apply(new Metadata(name, metadata.namespace(), metadata.labels(), metadata.annotations()));
    }
}
