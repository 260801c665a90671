package dev.holdfast.chaos.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What every fault says of itself.
 *
 * @param kind   the document's kind
 * @param action the document's action; the kind's own word for a kind that has only one
 * @param span   null when the document does not say how long the fault lasts
 */
public record Header(
        String kind,
        String action,
        Metadata metadata,
        Targets targets,
        @Nullable Duration span) {}
