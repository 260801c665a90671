package dev.holdfast.zookeeper;

import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/** The nodes above a queue that one try to enter has found missing, and its own. On the event thread. */
final class Above {

    private final String queue;
    private final Recent<Boolean> known;

    /** Why they could not be made; null while they could. */
    private @Nullable KeeperException error;

    /** @param known the nodes that are known to have been there */
    Above(String queue, Recent<Boolean> known) {
        this.queue = queue;
        this.known = known;
    }

    /**
     * Makes them, in one flight with what is asked for next.
     *
     * @param trusts whether to believe that what is known to have been there is there still
     */
    void make(Wire wire, boolean trusts) {
        String parent = queue.substring(0, queue.lastIndexOf('/'));
        boolean isParentThere = trusts && known.find(parent).isPresent();
        var unused = (isParentThere ? Parents.makeOne(wire, queue) : Parents.make(wire, queue))
                .whenComplete((made, failure) -> {
                    error = failure == null ? null : Wire.keeperError(failure);
                    if (failure == null) {
                        known.put(parent, true);
                    }
                });
    }

    /** Returns whether another try may help: without an error, somebody has removed them meanwhile. */
    boolean mayBeMade() {
        KeeperException last = error;
        return last == null || ErrorTable.isPassing(last.code());
    }

    @Nullable
    KeeperException error() {
        return error;
    }
}
