package dev.holdfast.chaos.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.wire.Order;
import dev.holdfast.chaos.wire.Order.Manner;
import dev.holdfast.chaos.wire.Order.Part;
import dev.holdfast.chaos.wire.RecordingProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Watches, locks and sessions: jetcd's and ours. */
class JetcdIT extends PeerContract {

    private static final String KEY = "limits";
    private static final String LOCK = "jobs";
    private static final long LEASE_SECONDS = 60;
    private static final Duration GIVES_UP_AFTER = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofSeconds(3);

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    ServerKind kind() {
        return ServerKind.ETCD;
    }

    private Jetcd jetcd(String endpoint) {
        return closing(Jetcd.connect(endpoint));
    }

    private void set(String key, String value) {
        lab().fixture().put(namespace(), "config/" + key, value.getBytes(UTF_8));
    }

    private static void whileAway(RecordingProxy proxy, Settling body) throws Exception {
        Order away = proxy.holdRequest("Watch.create", 1);
        proxy.breakConnections();
        fires(away);
        body.run();
        away.release();
    }

    private interface Change {
        void tellsIt(RecordingProxy proxy, Watched watched) throws Exception;
    }

    @Test
    void a_change_is_told_though_the_connection_breaks_twice() throws Exception {
        ours(this::breakTwice);
    }

    /** jetcd moves the position of a watch on when the watch is made, before the events up to there have come. */
    @Test
    void control_jetcd_loses_a_change_when_the_connection_breaks_twice() throws Exception {
        theirs(this::breakTwice);
    }

    private void breakTwice(RecordingProxy proxy, Watched watched) throws Exception {
        Order again =
                proxy.order(Part.REPLY, Manner.BREAK, message -> message.kind().equals("Watch.event"), 1);
        whileAway(proxy, () -> {
            set(KEY, "new");
            set("other", "any");
        });
        fires(again);

        knows(watched, "new");
    }

    @Test
    void a_watch_outlives_a_compaction_while_it_is_away() throws Exception {
        ours(this::compact);
    }

    /** {@code WatchImpl.handleError} closes the watch. */
    @Test
    void control_a_watch_of_jetcd_ends_by_a_compaction_while_it_is_away() throws Exception {
        theirs(this::compact);
    }

    private void compact(RecordingProxy proxy, Watched watched) throws Exception {
        whileAway(proxy, () -> {
            set(KEY, "newer");
            set(KEY, "new");
            String range = ask("/v3/kv/range", "{\"key\": \"AA==\"}");
            String revision = range.replaceAll("(?s).*\"revision\":\\s*\"(\\d+)\".*", "$1");
            ask("/v3/kv/compaction", "{\"revision\": \"" + revision + "\", \"physical\": true}");
        });

        knows(watched, "new");
    }

    private void ours(Change change) throws Exception {
        RecordingProxy proxy = proxy();
        set(KEY, "old");
        change.tellsIt(proxy, watch(ours(proxy), KEY, "new"));
    }

    /** The watch is settled when it has told what came after the change, or has ended. */
    private void theirs(Change change) throws Exception {
        RecordingProxy proxy = proxy();
        set(KEY, "old");
        Map<String, String> told = new ConcurrentHashMap<>();
        String prefix = namespace() + "/config/";
        CountDownLatch ended = new CountDownLatch(1);
        closing(jetcd("127.0.0.1:" + proxy.port()).watch(prefix, told::put, ended::countDown));
        Watched watched = new Watched(
                () -> told.getOrDefault(prefix + KEY, "old"),
                () -> eventually(
                        "the watch is settled", () -> told.containsKey(prefix + "other") || ended.getCount() == 0));

        stillFails("but was: \"old\"", () -> change.tellsIt(proxy, watched));
    }

    private String ask(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + lab().endpoint() + path))
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    /** What two threads of one process get of a lock. */
    private void excludeEachOther(Future<?> first, Future<?> second) throws Exception {
        first.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        boolean both;
        try {
            second.get(GIVES_UP_AFTER.toMillis(), TimeUnit.MILLISECONDS);
            both = true;
        } catch (TimeoutException e) {
            both = false;
        }

        assertThat(both).as("both hold").isFalse();
    }

    @Test
    void two_who_share_a_session_exclude_each_other() throws Exception {
        Coordination ours = ours(proxy());
        excludeEachOther(ours.lock(LOCK).acquireAsync(BOUND), ours.lock(LOCK).acquireAsync(BOUND));
    }

    /** jetcd#259: "locking twice with the same lease is a no-op". */
    @Test
    void control_two_who_share_a_lease_of_jetcd_both_hold() throws Exception {
        Jetcd jetcd = jetcd(lab().endpoint());
        long lease = jetcd.grant(LEASE_SECONDS).get();
        CompletableFuture<String> first = jetcd.lock(namespace(), lease);
        first.get();

        stillFails("[both hold]", () -> excludeEachOther(first, jetcd.lock(namespace(), lease)));
    }

    /** Somebody who waits for a lock that another one holds. */
    private interface Waiter {
        /** Returns how many hold the lock or wait for it. */
        int queued() throws Exception;

        void giveUp() throws Exception;
    }

    @Test
    void a_waiter_that_has_given_up_stands_in_nobodys_way() throws Exception {
        Coordination ours = ours(proxy());
        Coordination other = ours(proxy());
        try (Grant grant = ours.lock(LOCK).acquire(BOUND)) {
            assertThat(grant.isHeld()).isTrue();
            CompletableFuture<Grant> waiting = other.lock(LOCK).acquireAsync(BOUND);
            leavesTheQueue(new Waiter() {
                @Override
                public int queued() {
                    return lab().queue(namespace(), LOCK).size();
                }

                @Override
                public void giveUp() {
                    waiting.cancel(true);
                }
            });
        }
    }

    /** jetcd#291, #1036: a request has no end of its own, and the member does not hear of its cancellation. */
    @Test
    void control_a_waiter_of_jetcd_that_has_given_up_stays_in_the_queue() throws Exception {
        Jetcd jetcd = jetcd(lab().endpoint());
        String lock = namespace();
        jetcd.lock(lock, jetcd.grant(LEASE_SECONDS).get()).get();
        CompletableFuture<String> waiting =
                jetcd.lock(lock, jetcd.grant(LEASE_SECONDS).get());

        stillFails(
                "queue has one entry",
                () -> leavesTheQueue(new Waiter() {
                    @Override
                    public int queued() throws Exception {
                        String range = "{\"key\": \"%s\", \"range_end\": \"%s\", \"count_only\": true}"
                                .formatted(base64(lock + '/'), base64(lock + '0'));
                        return Integer.parseInt(
                                ask("/v3/kv/range", range).replaceAll("(?s).*\"count\":\\s*\"(\\d+)\".*", "$1"));
                    }

                    @Override
                    public void giveUp() {
                        waiting.cancel(true);
                    }
                }));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static void leavesTheQueue(Waiter waiter) throws Exception {
        eventually("the waiter stands in the queue", () -> waiter.queued() == 2);
        waiter.giveUp();

        await("queue has one entry").atMost(SOON).until(() -> waiter.queued() == 1);
    }

    private interface Opening {
        void open(RecordingProxy proxy) throws Exception;
    }

    @Test
    void a_session_whose_reply_is_lost_leaves_no_second_one() throws Exception {
        makesOneSession(this::ours);
    }

    /** jetcd#1444: {@code LeaseImpl.grant} is repeated when the connection breaks. */
    @Test
    void control_a_lease_of_jetcd_whose_reply_is_lost_leaves_a_second_one() throws Exception {
        stillFails(
                "Expected size: 1 but was: 2",
                () -> makesOneSession(proxy -> {
                    var unused = jetcd("127.0.0.1:" + proxy.port())
                            .grant(LEASE_SECONDS)
                            .get(BOUND.toSeconds(), TimeUnit.SECONDS);
                }));
    }

    private void makesOneSession(Opening opening) throws Exception {
        Set<String> before = lab().sessions();
        RecordingProxy proxy = proxy();
        Order lost = proxy.loseReply("LeaseGrant", 1, Manner.BREAK);
        opening.open(proxy);
        fires(lost);

        Set<String> made = new HashSet<>(lab().sessions());
        made.removeAll(before);
        assertThat(made).hasSize(1);
    }
}
