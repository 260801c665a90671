package dev.holdfast.zookeeper;

import java.util.Collection;
import java.util.List;

/** Where a node stands in its queue, by one reading of the queue's children. */
sealed interface Standing {

    /**
     * Judges one reading.
     *
     * @param seats how many nodes at the front hold the right
     */
    static Standing of(String own, Collection<String> children, int seats) {
        List<QueueNode> queue = QueueNode.queue(children);
        int index = 0;
        while (index < queue.size() && !queue.get(index).name().equals(own)) {
            index++;
        }
        if (index == queue.size()) {
            return new Missing();
        }
        String predecessor = index == 0 ? "" : queue.get(index - 1).name();
        if (index < seats) {
            return new Front(predecessor);
        }
        List<String> watched = queue.subList(index - seats, index).stream()
                .map(QueueNode::name)
                .toList();
        return new Behind(predecessor, watched, index == seats);
    }

    /**
     * It holds the right.
     *
     * @param predecessor the name of the node directly before it; empty if there is none
     */
    record Front(String predecessor) implements Standing {}

    /**
     * It waits.
     *
     * @param predecessor the name of the node directly before it
     * @param watched the nodes directly before it, as many as there are seats: while all of them are there, it is not
     *     its turn, and when one goes, those that it wakes are as many as there are seats at most
     * @param isNext whether these are all that are before it. Nothing can come in between later, so its turn has come
     *     when one of them is gone
     */
    record Behind(String predecessor, List<String> watched, boolean isNext) implements Standing {
        public Behind {
            watched = List.copyOf(watched);
        }
    }

    /** It is not there. */
    record Missing() implements Standing {}
}
