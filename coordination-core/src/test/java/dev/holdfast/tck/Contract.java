package dev.holdfast.tck;

import static org.awaitility.Awaitility.await;

import dev.holdfast.tck.BackendFixture.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;

/** What the contracts share: a fresh namespace, clients that are closed at the end, and waits that are bounded. */
abstract class Contract {

    private final String namespace =
            "tck/" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final List<Client> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Returns the fixture of the store under test. */
    protected abstract BackendFixture fixture();

    @AfterEach
    void close_every_client() {
        threads.forEach(Thread::interrupt);
        clients.forEach(Client::heal);
        clients.forEach(Client::close);
    }

    final String namespace() {
        return namespace;
    }

    final Client client() throws InterruptedException {
        Client client = fixture().connect(namespace);
        clients.add(client);
        return client;
    }

    final Duration session() {
        return fixture().session();
    }

    /** Returns a bound for what takes some round trips on a store that works. */
    final Duration bound() {
        return session().multipliedBy(2).plus(fixture().patience());
    }

    /** Returns a bound for a right to pass on from a holder that is cut off or dead. */
    final Duration failOver(Client client) {
        Duration longest = client.coordination().capabilities().failOver().longest();
        return longest.plus(bound());
    }

    final List<String> queue(String queue) {
        return fixture().queue(namespace, queue);
    }

    final void awaitQueue(String queue, int size) {
        eventually(
                "queue " + queue + " has " + size + " entries",
                () -> queue(queue).size() == size);
    }

    final void eventually(String what, Callable<Boolean> condition) {
        eventually(what, bound(), condition);
    }

    final void eventually(String what, Duration bound, Callable<Boolean> condition) {
        await(what).pollInterval(Duration.ofMillis(10)).atMost(bound).until(condition);
    }

    /** Checks that something stays true for a while. */
    final void throughout(String what, Duration length, Callable<Boolean> condition) {
        await(what)
                .pollInterval(Duration.ofMillis(10))
                .during(length)
                .atMost(length.plus(bound()))
                .failFast(what + ": no longer", () -> !condition.call())
                .until(condition);
    }

    /** Runs a body on a thread of its own. */
    final <T> Task<T> start(Callable<T> body) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(body.call());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "tck-task");
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
        return new Task<>(thread, result);
    }

    /** A body that runs on a thread of its own. */
    record Task<T>(Thread thread, CompletableFuture<T> result) {

        boolean isDone() {
            return result.isDone();
        }

        /** Returns what the body returned. */
        T within(String what, Duration bound) throws InterruptedException {
            try {
                return result.get(bound.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError(what + ": not within " + bound.toMillis() + " ms", e);
            } catch (ExecutionException e) {
                throw new AssertionError(what + ": threw " + e.getCause(), e.getCause());
            }
        }

        /** Returns what the body threw. */
        Throwable failureWithin(String what, Duration bound) throws InterruptedException {
            try {
                T value = result.get(bound.toNanos(), TimeUnit.NANOSECONDS);
                throw new AssertionError(what + ": should have failed, returned " + value);
            } catch (TimeoutException e) {
                throw new AssertionError(what + ": not within " + bound.toMillis() + " ms", e);
            } catch (ExecutionException e) {
                return e.getCause();
            }
        }
    }
}
