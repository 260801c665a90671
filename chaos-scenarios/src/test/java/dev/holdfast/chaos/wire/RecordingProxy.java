package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.wire.Order.Manner;
import dev.holdfast.chaos.wire.Order.Part;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Stands between a client and one member, understands what they say, records it, and loses or delays one message when it
 * is told to. An order counts the messages that come after it was given.
 */
public interface RecordingProxy extends AutoCloseable {

    /**
     * Opens a proxy on a free port of the loopback address.
     *
     * @param endpoint {@code host:port} of the member
     */
    static RecordingProxy open(ServerKind kind, String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        InetSocketAddress member =
                new InetSocketAddress(endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)));
        return switch (kind) {
            case ZOOKEEPER -> FramedProxy.open(member, ZooKeeperFrames::new, true);
            case CONSUL -> {
                Set<String> waits = ConcurrentHashMap.newKeySet();
                yield FramedProxy.open(member, () -> new ConsulFrames(waits), false);
            }
            case ETCD -> EtcdProxy.open(member);
            case KAFKA -> throw new IllegalArgumentException("kind must be a store, was " + kind);
        };
    }

    /** Returns the port that the client connects to. */
    int port();

    Recording recording();

    /**
     * Has something happen to one message.
     *
     * @param nth counts the messages that match, from 1
     * @throws IllegalArgumentException for {@code SILENCE} on ZooKeeper, whose client takes a missing reply for a broken
     *     connection as soon as the next one comes
     */
    Order order(Part part, Manner manner, Predicate<Request> which, int nth);

    /** Has a request applied and its reply lost. */
    default Order loseReply(String kind, int nth, Manner manner) {
        return order(Part.REPLY, manner, is(kind), nth);
    }

    /** Has a request lost before it reaches the member. */
    default Order loseRequest(String kind, int nth, Manner manner) {
        return order(Part.REQUEST, manner, is(kind), nth);
    }

    /** Has a reply wait until it is released. */
    default Order holdReply(String kind, int nth) {
        return order(Part.REPLY, Manner.HOLD, is(kind), nth);
    }

    /** Has a request wait before it reaches the member, until it is released. */
    default Order holdRequest(String kind, int nth) {
        return order(Part.REQUEST, Manner.HOLD, is(kind), nth);
    }

    private static Predicate<Request> is(String kind) {
        return request -> request.kind().equals(kind);
    }

    /** Breaks every connection of the client; new ones may be made at once. */
    void breakConnections();

    @Override
    void close();
}
