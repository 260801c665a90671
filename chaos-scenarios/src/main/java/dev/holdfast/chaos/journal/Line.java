package dev.holdfast.chaos.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One line of a journal.
 *
 * @param undo null where the change of that number is taken back
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Line(int number, @Nullable Undo undo) {}
