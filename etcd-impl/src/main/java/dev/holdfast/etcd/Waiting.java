package dev.holdfast.etcd;

import java.util.List;

/** How a place comes to its turn. Used on the event loop alone. */
sealed interface Waiting permits Chain, Crowd {

    /**
     * Takes in who was before the place at a revision.
     *
     * @param before nearest first
     */
    void start(List<Contender> before, long revision);

    /** Somebody waits for the turn: from now on it is watched for. */
    void asked();
}
