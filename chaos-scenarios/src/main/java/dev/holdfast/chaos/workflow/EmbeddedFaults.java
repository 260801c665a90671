package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Metadata;
import java.util.Locale;

/** Reads faults that stand within another document, by the readers of their kinds. */
@FunctionalInterface
public interface EmbeddedFaults {

    /** Reads the specification of a kind; throws {@link dev.holdfast.chaos.document.DocumentException}. */
    Fault read(Field kind, Metadata metadata, Field spec);

    /** Reads a fault once, so that what is wrong is found now, and can make it again under other names. */
    default Blueprint blueprint(Field kind, Metadata metadata, Field spec) {
        return new Blueprint(read(kind, metadata, spec), other -> read(kind, other, spec));
    }

    /** Returns the field that holds the specification of a kind: {@code networkChaos} for NetworkChaos. */
    static String key(Field kind) {
        String name = kind.string();
        if (!name.endsWith("Chaos")) {
            throw kind.error("unknown type '" + name + "'; expected a kind of chaos, Serial, Parallel, Suspend, Task,"
                    + " Schedule or StatusCheck");
        }
        int end = name.length() - "Chaos".length();
        // ioChaos, networkChaos, physicalmachineChaos
        return name.substring(0, end).toLowerCase(Locale.ROOT) + name.substring(end);
    }
}
