package dev.holdfast.chaos.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Candidacy;
import dev.holdfast.Codec;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.LeaderElection.Term;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.wire.RecordingProxy;
import dev.holdfast.tck.BackendFixture;
import dev.holdfast.tck.CuttableLink;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.junit.jupiter.api.Test;

/** Elections: Curator's and ours. */
class CuratorElectionsIT extends PeerContract {

    private static final String ELECTION = "scheduler";

    @Override
    ServerKind kind() {
        return ServerKind.ZOOKEEPER;
    }

    /** Leads until it may not. */
    private static void lead(Grant leadership) throws InterruptedException {
        CountDownLatch lost = new CountDownLatch(1);
        leadership.onLost(reason -> lost.countDown());
        lost.await();
    }

    /** A candidate, and what becomes of the one before it. */
    private interface Pair {
        /** Has the second one stand, which looks whether the first leads at the moment in which itself does. */
        void standSecond(BooleanSupplier doesFirstLead, AtomicReference<String> seen) throws Exception;

        boolean doesFirstLead();

        void cutFirst();
    }

    @Test
    void no_two_lead_when_the_first_is_cut_off() throws Exception {
        BackendFixture.Client first = process();
        BackendFixture.Client second = process();
        Candidacy leader = closing(first.coordination().election(ELECTION).join("first", CuratorElectionsIT::lead));
        eventually("the first leads", () -> leader.leadership().isPresent());

        leadInTurn(new Pair() {
            @Override
            public void standSecond(BooleanSupplier doesFirstLead, AtomicReference<String> seen) {
                closing(second.coordination().election(ELECTION).join("second", leadership -> {
                    seen.set(doesFirstLead.getAsBoolean() ? "two lead" : "one leads");
                    lead(leadership);
                }));
            }

            @Override
            public boolean doesFirstLead() {
                return leader.leadership().isPresent();
            }

            @Override
            public void cutFirst() {
                first.cut();
            }
        });
    }

    /**
     * {@code ConnectionStateManager} counts the session from the moment at which the client has noticed the silence, up to
     * two thirds of a session after the last word from the member, which counts from there.
     */
    @Test
    void control_two_latches_of_curator_lead_when_the_first_is_cut_off() throws Exception {
        CuttableLink link = link();
        CuratorFramework cut = closing(Curators.connectLasting("127.0.0.1:" + link.port(), lab().session()));
        CuratorFramework other = closing(Curators.connectLasting(lab().endpoint(), lab().session()));
        String path = '/' + namespace() + "/latch";
        LeaderLatch first = closing(new LeaderLatch(cut, path, "first"));
        first.start();
        assertThat(first.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        LeaderLatch second = closing(new LeaderLatch(other, path, "second"));
        closing((AutoCloseable) link::heal);

        stillFails(
                "but was: \"two lead\"",
                () -> leadInTurn(new Pair() {
                    @Override
                    public void standSecond(BooleanSupplier doesFirstLead, AtomicReference<String> seen)
                            throws Exception {
                        second.addListener(listener(
                                () -> seen.set(doesFirstLead.getAsBoolean() ? "two lead" : "one leads"), () -> {}));
                        second.start();
                    }

                    @Override
                    public boolean doesFirstLead() {
                        return first.hasLeadership();
                    }

                    @Override
                    public void cutFirst() {
                        link.cut();
                    }
                }));
    }

    private CuttableLink link() {
        String endpoint = lab().endpoint();
        int colon = endpoint.lastIndexOf(':');
        return closing(CuttableLink.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new InetSocketAddress(endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)))));
    }

    private static LeaderLatchListener listener(Runnable isLeader, Runnable notLeader) {
        return new LeaderLatchListener() {
            @Override
            public void isLeader() {
                isLeader.run();
            }

            @Override
            public void notLeader() {
                notLeader.run();
            }
        };
    }

    private static void leadInTurn(Pair pair) throws Exception {
        AtomicReference<String> seen = new AtomicReference<>("");
        pair.standSecond(pair::doesFirstLead, seen);
        assertThat(pair.doesFirstLead()).isTrue();
        pair.cutFirst();
        eventually("the second leads", () -> !seen.get().isEmpty());

        assertThat(seen.get()).isEqualTo("one leads");
    }

    /** A leader who counts how often it was deposed. */
    private interface Leader {
        int timesDeposed();

        /** Returns when it is connected again, and has heard of everything. */
        void awaitConnected() throws Exception;
    }

    @Test
    void a_broken_connection_deposes_no_leader_within_its_session() throws Exception {
        RecordingProxy proxy = proxy();
        Coordination ours = ours(proxy);
        AtomicInteger ended = new AtomicInteger();
        Term term = leadership -> {
            try {
                lead(leadership);
            } finally {
                ended.incrementAndGet();
            }
        };
        Candidacy leader = closing(ours.election(ELECTION).join("first", term));
        eventually("it leads", () -> leader.leadership().isPresent());

        isNotDeposed(proxy, new Leader() {
            @Override
            public int timesDeposed() {
                return ended.get();
            }

            @Override
            public void awaitConnected() throws InterruptedException {
                var unused = ours.config().get("any", Codec.text(), BOUND);
            }
        });
    }

    /** {@code StandardConnectionStateErrorPolicy}, the default, ends a leadership on {@code SUSPENDED}. */
    @Test
    void control_a_broken_connection_deposes_a_leader_of_curator() throws Exception {
        RecordingProxy proxy = proxy();
        CuratorFramework client = closing(Curators.connect("127.0.0.1:" + proxy.port(), LONG_SESSION));
        AtomicInteger deposed = new AtomicInteger();
        LeaderLatch latch = closing(new LeaderLatch(client, '/' + namespace() + "/latch"));
        latch.addListener(listener(() -> {}, deposed::incrementAndGet));
        latch.start();
        assertThat(latch.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        CountDownLatch back = Curators.reconnection(client);

        stillFails(
                "[times deposed]",
                () -> isNotDeposed(proxy, new Leader() {
                    @Override
                    public int timesDeposed() {
                        return deposed.get();
                    }

                    @Override
                    public void awaitConnected() throws InterruptedException {
                        assertThat(back.await(BOUND.toSeconds(), TimeUnit.SECONDS))
                                .isTrue();
                    }
                }));
    }

    private static void isNotDeposed(RecordingProxy proxy, Leader leader) throws Exception {
        proxy.breakConnections();
        leader.awaitConnected();

        assertThat(leader.timesDeposed()).as("times deposed").isZero();
    }
}
