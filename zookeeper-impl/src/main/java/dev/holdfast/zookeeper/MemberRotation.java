package dev.holdfast.zookeeper;

import dev.holdfast.spi.ConnectSpec.Endpoint;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.client.HostProvider;
import org.apache.zookeeper.client.StaticHostProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order in which one handle tries the members, and when it began the try that made or took up its session: a time
 * that lies before the request was sent, which is what a session's validity is counted from.
 *
 * <p>The client's pause before a reconnect spreads the clients of a member that has failed, but may take longer than a
 * short session lasts. There the clients are spread here, over a share of the session, and the client leaves out its own.
 */
final class MemberRotation implements HostProvider {

    private static final Logger log = LoggerFactory.getLogger(MemberRotation.class);

    /** The client asks for a pause of a second after each round through the members; a tenth is kept. */
    private static final long ROUND_PAUSE_MS = 100;

    /** Below this a second is a large part of what a session lasts after its last sign of life. */
    private static final Duration SHORT_SESSION = Duration.ofSeconds(10);

    /** The share of a short session over which its clients are spread. */
    private static final int SPREAD = 20;

    private final HostProvider members;
    private final Duration session;
    private final Ticker ticker;
    private final Object spreading = new Object();
    private volatile long triedNanos;
    private volatile long connectedTryNanos;

    /** Tries since a session was accepted, after which the client pauses; -1 before that. Its thread only. */
    private int tries = -1;

    MemberRotation(List<Endpoint> endpoints, Duration session, Ticker ticker) {
        this.members = new StaticHostProvider(endpoints.stream()
                .map(member -> InetSocketAddress.createUnresolved(member.host(), member.port()))
                .toList());
        this.session = session;
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
        if (tries >= 0) {
            tries++;
            // one round through the members; in a longer outage the client's pause is right
            if (tries <= members.size() && session.compareTo(SHORT_SESSION) < 0) {
                spread();
            }
        }
        triedNanos = ticker.nanos();
        return member;
    }

    private void spread() {
        if (!ClientPause.leaveOut()) {
            log.warn("the client may pause for a second before it reconnects, for a session of {}", session);
            return;
        }
        Deadline until = Deadline.after(
                ticker,
                Duration.ofNanos(ThreadLocalRandom.current()
                        .nextLong(session.dividedBy(SPREAD).toNanos())));
        try {
            synchronized (spreading) {
                while (!until.hasPassed()) {
                    TimeUnit.NANOSECONDS.timedWait(spreading, until.remainingNanos());
                }
            }
        } catch (InterruptedException e) {
            // whoever interrupts ends the pause, as it would the client's
        }
    }

    /** Called by the client on the thread that calls {@link #next}, once the server has accepted the session. */
    @Override
    public void onConnected() {
        members.onConnected();
        connectedTryNanos = triedNanos;
        tries = 0;
    }

    @Override
    public boolean updateServerList(Collection<InetSocketAddress> servers, InetSocketAddress current) {
        return members.updateServerList(servers, current);
    }
}
