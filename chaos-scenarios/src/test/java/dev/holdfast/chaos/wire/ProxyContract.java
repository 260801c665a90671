package dev.holdfast.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Codec;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.chaos.wire.Order.Manner;
import dev.holdfast.chaos.wire.Order.Part;
import dev.holdfast.chaos.wire.Recording.Mark;
import dev.holdfast.chaos.wire.Request.Role;
import dev.holdfast.model.Indeterminate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every recording proxy does, tried with a client of ours on the real store. */
abstract class ProxyContract extends WireContract {

    /** Returns what the kind of the write that enters a queue begins with. */
    abstract String entering();

    /** Returns what the kind of the write that leaves a queue begins with. */
    abstract String leaving();

    /** Returns the manners in which a reply can be lost. */
    abstract List<Manner> losses();

    private boolean isEntering(Request request) {
        return request.kind().startsWith(entering());
    }

    /** Has the store make what stands above the entries of a queue, so that the next write that enters it succeeds. */
    private void prepare(Client client, String lock) throws InterruptedException {
        client.coordination().lock(lock).acquire(BOUND).close();
        awaitQueue(lock, 0);
    }

    @Test
    void requests_of_a_lock_are_recorded_by_kind_and_in_order() throws InterruptedException {
        Client client = client(lab().session());
        Mark start = client.recording().mark();
        Grant grant = client.coordination().lock("jobs").acquire(BOUND);
        grant.close();
        awaitQueue("jobs", 0);
        eventually("all is answered", () -> client.recording().isAllAnsweredSince(start));

        List<Request> requests = client.recording().since(start);
        List<String> kinds = client.recording().kindsSince(start);
        assertThat(kinds).anyMatch(kind -> kind.startsWith(entering()));
        assertThat(kinds.get(kinds.size() - 1)).startsWith(leaving());
        assertThat(requests).allMatch(request -> request.answeredNanos() >= request.sentNanos());
        assertThat(requests).extracting(Request::sentNanos).isSorted();
    }

    @Test
    void heartbeats_are_background() throws InterruptedException {
        Client client = client(lab().session());
        eventually(
                "three beats",
                () -> client.recording().allSince(new Mark(0)).stream()
                                .filter(request -> request.role() == Role.BACKGROUND)
                                .count()
                        >= 3);
    }

    @Test
    void a_lost_reply_of_the_entering_write_ends_in_a_grant_or_in_doubt() throws InterruptedException {
        for (Manner manner : losses()) {
            Client client = client(lab().session());
            String lock = "lost-" + manner;
            prepare(client, lock);
            Order lost = client.proxy().order(Part.REPLY, manner, this::isEntering, 1);
            try (Grant grant = client.coordination().lock(lock).acquire(BOUND)) {
                assertThat(grant.isHeld()).isTrue();
                assertThat(lab().queue(namespace(), lock)).hasSize(1);
            } catch (Indeterminate e) {
                assertThat(e).hasMessageContaining("may have been applied");
            }
            assertThat(lost.hasFired()).as("the reply was lost by %s", manner).isTrue();
            awaitQueue(lock, 0);
        }
    }

    @Test
    void a_lost_request_of_the_entering_write_was_never_applied() throws InterruptedException {
        for (Manner manner : losses()) {
            Client client = client(lab().session());
            String lock = "unsent-" + manner;
            prepare(client, lock);
            Order lost = client.proxy().order(Part.REQUEST, manner, this::isEntering, 1);
            try (Grant grant = client.coordination().lock(lock).acquire(BOUND)) {
                assertThat(grant.isHeld()).isTrue();
                assertThat(lab().queue(namespace(), lock)).hasSize(1);
            }
            assertThat(lost.hasFired()).as("the request was lost by %s", manner).isTrue();
            awaitQueue(lock, 0);
        }
    }

    @Test
    void a_held_reply_comes_when_it_is_released() throws InterruptedException, ExecutionException {
        Client client = client(Duration.ofSeconds(10));
        prepare(client, "held");
        Order held = client.proxy().order(Part.REPLY, Manner.HOLD, this::isEntering, 1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Grant> grant =
                    threads.submit(() -> client.coordination().lock("held").acquire(BOUND));
            assertThat(held.awaitFired(BOUND)).isTrue();
            assertThat(lab().queue(namespace(), "held")).hasSize(1);
            assertThat(grant.isDone()).isFalse();
            held.release();
            grant.get().close();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_held_request_has_not_reached_the_member() throws InterruptedException, ExecutionException {
        Client client = client(Duration.ofSeconds(10));
        prepare(client, "held");
        Order held = client.proxy().order(Part.REQUEST, Manner.HOLD, this::isEntering, 1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Grant> grant =
                    threads.submit(() -> client.coordination().lock("held").acquire(BOUND));
            assertThat(held.awaitFired(BOUND)).isTrue();
            assertThat(lab().queue(namespace(), "held")).isEmpty();
            held.release();
            grant.get().close();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void the_last_of_many_values_reaches_a_watch() throws Exception {
        Client writer = client(lab().session());
        Client reader = client(lab().session());
        CompletableFuture<Boolean> last = new CompletableFuture<>();
        Coordination coordination = reader.coordination();
        try (var watch = coordination.config().watch("limits", Codec.text())) {
            watch.onChange(value -> {
                if (value.optional().filter("value 499"::equals).isPresent()) {
                    last.complete(true);
                }
            });
            for (int i = 0; i < 500; i++) {
                long unused = writer.coordination().config().put("limits", "value " + i, Codec.text(), BOUND);
            }
            assertThat(last.get(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }
}
