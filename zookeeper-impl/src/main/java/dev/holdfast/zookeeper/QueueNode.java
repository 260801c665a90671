package dev.holdfast.zookeeper;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A contender's node under a queue: its name and the sequence number at the name's end.
 *
 * <p>Our own read {@code _c_<uuid>-lock-<sequence>}, as those of Curator's {@code InterProcessMutex} do; kazoo writes
 * {@code <uuid>__lock__<sequence>}. All are contenders alike. The sequence is a counter of the parent, which begins
 * again when the parent is removed, so it orders the nodes that are there together, and nothing else.
 */
record QueueNode(String name, long sequence) implements Comparable<QueueNode> {

    private static final Pattern SHAPE = Pattern.compile("(?:.*-)?(?:lock-|.*__lock__)([0-9]{10})");

    /**
     * The counter is a signed number of 32 bits. At its end it stands still, so that nodes no longer tell which came
     * first; long before that nobody is let in until the queue has been empty and its counter begins again.
     * Source: {@code DataTree.createNode} of ZooKeeper 3.9.5.
     */
    private static final long SEQUENCE_MAX = Integer.MAX_VALUE - 1_000_000L;

    /** Returns the node of this name, if it is a contender's. */
    static Optional<QueueNode> parse(String name) {
        Matcher shape = SHAPE.matcher(name);
        return shape.matches() ? Optional.of(new QueueNode(name, Long.parseLong(shape.group(1)))) : Optional.empty();
    }

    /** Returns the name of the node of this path. */
    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Returns the contenders among a queue's children, head first. */
    static List<QueueNode> queue(Collection<String> children) {
        return children.stream()
                .map(QueueNode::parse)
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }

    /** Returns the name without its sequence, as asked of the store. */
    static String prefix(String uuid) {
        return "_c_" + uuid + "-lock-";
    }

    /** Returns the first node of a queue that was made with this uuid. */
    static Optional<QueueNode> find(String uuid, Collection<String> children) {
        String prefix = prefix(uuid);
        return queue(children).stream()
                .filter(node -> node.name.startsWith(prefix))
                .findFirst();
    }

    /** Returns whether a name that the store has made can take its place in the order. */
    static boolean isOrdered(String name) {
        return parse(name).filter(node -> node.sequence <= SEQUENCE_MAX).isPresent();
    }

    @Override
    public int compareTo(QueueNode other) {
        int bySequence = Long.compare(sequence, other.sequence);
        return bySequence != 0 ? bySequence : name.compareTo(other.name);
    }
}
