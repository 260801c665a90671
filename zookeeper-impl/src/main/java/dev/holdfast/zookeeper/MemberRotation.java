package dev.holdfast.zookeeper;

import dev.holdfast.spi.ConnectSpec.Endpoint;
import dev.holdfast.spi.Ticker;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import org.apache.zookeeper.client.HostProvider;
import org.apache.zookeeper.client.StaticHostProvider;

/**
 * The order in which one handle tries the members, and when it began the try that made or took up its session: a time
 * that lies before the request was sent, which is what a session's validity is counted from.
 *
 * <p>The client asks for a pause of a second after each round through the members; a tenth is kept. It pauses for a
 * random time of up to a second by itself before each reconnect, which no setting changes. Source: {@code
 * ClientCnxn.SendThread.startConnect} of ZooKeeper 3.9.5.
 */
final class MemberRotation implements HostProvider {

    private static final long ROUND_PAUSE_MS = 100;

    private final HostProvider members;
    private final Ticker ticker;
    private volatile long triedNanos;
    private volatile long connectedTryNanos;

    MemberRotation(List<Endpoint> endpoints, Ticker ticker) {
        this.members = new StaticHostProvider(endpoints.stream()
                .map(member -> InetSocketAddress.createUnresolved(member.host(), member.port()))
                .toList());
        this.ticker = ticker;
        this.triedNanos = ticker.nanos();
        this.connectedTryNanos = triedNanos;
    }

    /** Returns when the try began that led to the latest session or took it up again. */
    long connectedTryNanos() {
        return connectedTryNanos;
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public InetSocketAddress next(long spinDelay) {
        InetSocketAddress member = members.next(Math.min(spinDelay, ROUND_PAUSE_MS));
        triedNanos = ticker.nanos();
        return member;
    }

    /** Called by the client on the thread that calls {@link #next}, once the server has accepted the session. */
    @Override
    public void onConnected() {
        members.onConnected();
        connectedTryNanos = triedNanos;
    }

    @Override
    public boolean updateServerList(Collection<InetSocketAddress> servers, InetSocketAddress current) {
        return members.updateServerList(servers, current);
    }
}
