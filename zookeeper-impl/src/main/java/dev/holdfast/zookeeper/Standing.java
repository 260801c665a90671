package dev.holdfast.zookeeper;

import java.util.Collection;
import java.util.List;

/** Where a node stands in its queue, by one reading of the queue's children. */
sealed interface Standing {

    static Standing of(QueueNode own, Collection<String> children) {
        List<QueueNode> queue = QueueNode.queue(children);
        int index = queue.indexOf(own);
        if (index < 0) {
            return new Missing();
        }
        return index == 0 ? new Head() : new Behind(queue.get(index - 1), index == 1);
    }

    /** It holds the right. */
    record Head() implements Standing {}

    /**
     * It waits.
     *
     * @param followsHead whether the predecessor is the head. Nothing can come in between later, so this node is the
     *     head when its predecessor is gone.
     */
    record Behind(QueueNode predecessor, boolean followsHead) implements Standing {}

    /** It is not there. */
    record Missing() implements Standing {}
}
