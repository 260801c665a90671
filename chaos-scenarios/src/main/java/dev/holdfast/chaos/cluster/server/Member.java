package dev.holdfast.chaos.cluster.server;

import java.nio.file.Path;

/**
 * One member of an ensemble.
 *
 * @param name   its pod
 * @param number from 1
 * @param volume the folder that outlives its process
 */
record Member(String name, int number, String address, Path volume) {

    /** Returns a setting's value with this member's address in the place of each {@code ${address}}. */
    String fill(String value) {
        return value.replace("${address}", address);
    }
}
