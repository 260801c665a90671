package dev.holdfast.chaos.kubernetes;

import java.util.Set;

/**
 * What an observation means.
 *
 * @param reason   a sentence, with what Chaos Mesh said last where it says something
 * @param replaced the pods of the fault that are not those of its beginning: replaced or gone
 */
record Reading(FaultState state, String reason, Set<String> replaced) {
    Reading {
        replaced = Set.copyOf(replaced);
    }
}
