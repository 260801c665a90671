package dev.holdfast.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.Codec;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.model.CoordinationException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A client whose replies get lost, and another one that nothing happens to, in a namespace of their own. */
final class LossScene implements AutoCloseable {

    static final String LOCK = "jobs";
    static final String KEY = "limits";
    /** How long a client waits for a lock. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** How long a client waits for a config value to be written: it is told of a doubt at the end of it. */
    static final Duration ANSWER = Duration.ofSeconds(3);

    /** How long anything takes at most. */
    static final Duration BOUND = Duration.ofSeconds(30);

    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final Duration QUIET = Duration.ofMillis(300);

    /** Less than a session: what is there no more by then was removed, and has not run out. */
    private static final Duration SOON = Duration.ofSeconds(3);

    /** What a session takes at most to run out, on the slowest store: twice its timeout, and some seconds. */
    private static final Duration RUN_OUT = Duration.ofSeconds(40);

    private final WireLab lab;
    private final String namespace =
            "wire/" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<String> sessionsBefore;
    private final RecordingProxy proxy;
    private final RecordingProxy otherProxy;
    private final Coordination other;
    private @Nullable Coordination subject;
    private @Nullable Grant held;
    private boolean mayRunOut;

    LossScene(WireLab lab) throws InterruptedException {
        this.lab = lab;
        this.sessionsBefore = lab.sessions();
        this.proxy = lab.proxy();
        this.otherProxy = lab.proxy();
        this.other = lab.connect(otherProxy, namespace, SESSION);
    }

    RecordingProxy proxy() {
        return proxy;
    }

    /** Connects the client whose replies get lost. */
    Coordination connect() throws InterruptedException {
        Coordination connected = lab.connect(proxy, namespace, SESSION);
        subject = connected;
        return connected;
    }

    Coordination subject() {
        return Objects.requireNonNull(subject, "connected before");
    }

    Coordination other() {
        return other;
    }

    /** Declares that a session may be left whose name the client has never learnt. */
    void mayLeaveASessionToRunOut() {
        mayRunOut = true;
    }

    /** Keeps a grant for later. */
    void hold(Grant grant) {
        held = grant;
    }

    Grant held() {
        return Objects.requireNonNull(held, "held before");
    }

    int queued() {
        return lab.queue(namespace, LOCK).size();
    }

    void awaitQueued(int size) {
        await("queue has " + size + " entries")
                .pollInterval(Duration.ofMillis(10))
                .atMost(BOUND)
                .until(() -> queued() == size);
    }

    void awaitQuiet() {
        await("client is quiet")
                .pollInterval(Duration.ofMillis(10))
                .atMost(BOUND)
                .until(() -> proxy.recording().isQuietFor(QUIET));
    }

    /** Has the other client use the lock, which must be free soon. */
    void otherIsServed() throws InterruptedException {
        awaitQueued(0);
        try (Grant grant = other.lock(LOCK).acquire(BOUND)) {
            assertThat(grant.isHeld()).isTrue();
            assertThat(queued()).isEqualTo(1);
        }
        awaitQueued(0);
    }

    <T> Future<T> start(Callable<T> body) {
        return threads.submit(body);
    }

    /** Waits until the client whose replies get lost is connected again. */
    void subjectIsBack() throws InterruptedException {
        var unused = subject().config().get("any", Codec.text(), BOUND);
    }

    /** Runs an operation to its end. */
    Outcome attempt(Operation operation) throws InterruptedException {
        return outcome(start(() -> operation.run(this)));
    }

    private static Outcome outcome(Future<?> body) throws InterruptedException {
        try {
            return new Outcome.Answered(body.get(BOUND.toSeconds(), TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            throw new AssertionError("no end within " + BOUND, e);
        } catch (ExecutionException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof CoordinationException known) {
                    return new Outcome.Told(known);
                }
            }
            throw new AssertionError("ended with " + e.getCause(), e);
        }
    }

    /** Returns what a started body returned. */
    static <T> T result(Future<T> body) throws InterruptedException {
        try {
            return body.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no end within " + BOUND, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CoordinationException known) {
                throw known;
            }
            throw new AssertionError("ended with " + e.getCause(), e);
        }
    }

    /** Closes both clients, and checks that the store keeps no session of theirs. */
    void closeAndCheckSessions() {
        if (subject != null) {
            subject.close();
        }
        other.close();
        await("no session is left")
                .pollInterval(Duration.ofMillis(50))
                .atMost(mayRunOut ? RUN_OUT : SOON)
                .untilAsserted(() -> assertThat(lab.sessions()).isSubsetOf(sessionsBefore));
    }

    @Override
    public void close() {
        threads.shutdownNow();
        if (subject != null) {
            subject.close();
        }
        other.close();
        proxy.close();
        otherProxy.close();
    }
}
