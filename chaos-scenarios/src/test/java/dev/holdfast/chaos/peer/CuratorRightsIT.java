package dev.holdfast.chaos.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.wire.Order;
import dev.holdfast.chaos.wire.Order.Manner;
import dev.holdfast.chaos.wire.RecordingProxy;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.tck.BackendFixture;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.junit.jupiter.api.Test;

/** Locks: Curator's and ours. */
class CuratorRightsIT extends PeerContract {

    private static final String LOCK = "jobs";
    private static final Duration SOON = Duration.ofSeconds(3);

    @Override
    ServerKind kind() {
        return ServerKind.ZOOKEEPER;
    }

    private String path() {
        return '/' + namespace() + "/lock/" + LOCK;
    }

    /** Somebody who has taken a lock. */
    private interface Holder {
        /** Has the store end the session, and returns when the holder has heard of it. */
        void loseSession() throws Exception;

        boolean holds();

        /** Asks for the lock again, from the same thread, without waiting. */
        boolean isLetInAgain() throws Exception;
    }

    private record OurHolder(BackendFixture.Client process, Grant grant) implements Holder {
        @Override
        public void loseSession() {
            process.expireSession();
            eventually("the loss is known", () -> grant.ended().isPresent());
        }

        @Override
        public boolean holds() {
            return grant.isHeld();
        }

        @Override
        public boolean isLetInAgain() throws InterruptedException {
            return process.coordination().lock(LOCK).tryAcquire().isPresent();
        }
    }

    private record CuratorHolder(CuratorFramework client, String endpoint, InterProcessMutex mutex) implements Holder {
        @Override
        public void loseSession() throws Exception {
            Curators.expire(client, endpoint);
        }

        @Override
        public boolean holds() {
            return mutex.isOwnedByCurrentThread();
        }

        @Override
        public boolean isLetInAgain() throws Exception {
            return mutex.acquire(0, TimeUnit.MILLISECONDS);
        }
    }

    private Holder ourHolder() throws InterruptedException {
        BackendFixture.Client process = process();
        return new OurHolder(process, process.coordination().lock(LOCK).acquire(BOUND));
    }

    private Holder curatorHolder() throws Exception {
        CuratorFramework client = closing(Curators.connect(lab().endpoint(), LONG_SESSION));
        InterProcessMutex mutex = new InterProcessMutex(client, path());
        mutex.acquire();
        return new CuratorHolder(client, lab().endpoint(), mutex);
    }

    @Test
    void a_holder_whose_session_has_ended_does_not_hold() throws Exception {
        holdsNothingAfterItsSession(ourHolder());
    }

    /** CURATOR-206. */
    @Test
    void control_a_holder_of_curator_still_holds_after_its_session_has_ended() throws Exception {
        Holder holder = curatorHolder();

        stillFails("[both hold]", () -> holdsNothingAfterItsSession(holder));
    }

    private void holdsNothingAfterItsSession(Holder holder) throws Exception {
        holder.loseSession();
        try (Grant successor = ours(proxy()).lock(LOCK).acquire(BOUND)) {
            assertThat(successor.isHeld() && holder.holds()).as("both hold").isFalse();
        }
    }

    @Test
    void a_holder_whose_session_has_ended_is_not_let_in_while_another_holds() throws Exception {
        isNotLetInAgain(ourHolder());
    }

    /** Entering again is answered from memory. */
    @Test
    void control_a_holder_of_curator_is_let_in_after_its_session_has_ended() throws Exception {
        Holder holder = curatorHolder();

        stillFails("[both are let in]", () -> isNotLetInAgain(holder));
    }

    private void isNotLetInAgain(Holder holder) throws Exception {
        holder.loseSession();
        try (Grant successor = ours(proxy()).lock(LOCK).acquire(BOUND)) {
            boolean letIn = holder.isLetInAgain();
            assertThat(successor.isHeld() && letIn).as("both are let in").isFalse();
        }
    }

    /** Somebody who works under a lock until interrupted. */
    private interface Worker {
        void loseSession() throws Exception;

        boolean isInterrupted() throws Exception;
    }

    @Test
    void a_body_whose_lock_is_lost_is_interrupted() throws Exception {
        BackendFixture.Client process = process();
        CountDownLatch atWork = new CountDownLatch(1);
        ExecutorService thread = thread();
        Future<Boolean> work = thread.submit(() -> {
            try {
                process.coordination().lock(LOCK).whileHeld(BOUND, grant -> workOn(atWork));
                return false;
            } catch (SessionExpired e) {
                return true;
            }
        });
        atWork.await();

        isInterrupted(new Worker() {
            @Override
            public void loseSession() {
                process.expireSession();
                eventually("the body has ended", work::isDone);
            }

            @Override
            public boolean isInterrupted() throws Exception {
                return work.get();
            }
        });
    }

    /** CURATOR-206 and CURATOR-465: nothing of Curator's interrupts who works under its locks. */
    @Test
    void control_a_body_under_a_lock_of_curator_is_not_interrupted() throws Exception {
        CuratorFramework client = closing(Curators.connect(lab().endpoint(), LONG_SESSION));
        CountDownLatch atWork = new CountDownLatch(1);
        Future<Boolean> work = thread().submit(() -> {
            new InterProcessMutex(client, path()).acquire();
            workOn(atWork);
            return true;
        });
        atWork.await();

        stillFails(
                "[the body is interrupted]",
                () -> isInterrupted(new Worker() {
                    @Override
                    public void loseSession() throws Exception {
                        Curators.expire(client, lab().endpoint());
                    }

                    @Override
                    public boolean isInterrupted() {
                        return work.isDone();
                    }
                }));
    }

    private ExecutorService thread() {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        closing((AutoCloseable) thread::shutdownNow);
        return thread;
    }

    private static void workOn(CountDownLatch atWork) throws InterruptedException {
        atWork.countDown();
        new CountDownLatch(1).await();
    }

    private void isInterrupted(Worker worker) throws Exception {
        worker.loseSession();
        try (Grant successor = ours(proxy()).lock(LOCK).acquire(BOUND)) {
            assertThat(successor.isHeld()).isTrue();
            assertThat(worker.isInterrupted()).as("the body is interrupted").isTrue();
        }
    }

    @Test
    void a_release_whose_request_is_lost_does_not_fail() throws Exception {
        RecordingProxy proxy = proxy();
        Coordination ours = ours(proxy);
        Grant grant = ours.lock(LOCK).acquire(BOUND);

        isReleased(proxy, grant::close);
    }

    /** CURATOR-678: it throws, and the mutex has forgotten what it held; its node is removed in the background by 5.9.0. */
    @Test
    void control_a_release_of_curator_whose_request_is_lost_fails() throws Exception {
        RecordingProxy proxy = proxy();
        CuratorFramework client = closing(Curators.connectImpatient("127.0.0.1:" + proxy.port(), LONG_SESSION));
        InterProcessMutex mutex = new InterProcessMutex(client, path());
        mutex.acquire();

        stillFails("[what the release threw]", () -> isReleased(proxy, mutex::release));
    }

    private void isReleased(RecordingProxy proxy, Settling release) throws Exception {
        Order lost = proxy.loseRequest("delete", 1, Manner.BREAK);
        Exception failure = null;
        try {
            release.run();
        } catch (Exception e) {
            failure = e;
        }
        fires(lost);

        try (Grant next = ours(proxy()).lock(LOCK).acquire(SOON)) {
            assertThat(next.isHeld()).isTrue();
        }
        assertThat(failure).as("what the release threw").isNull();
    }
}
