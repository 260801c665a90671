package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Codec;
import dev.holdfast.ConfigStore;
import dev.holdfast.Versioned;
import dev.holdfast.Watch;
import dev.holdfast.Watch.UndecodableValue;
import dev.holdfast.model.Capabilities.WatchPromise;
import dev.holdfast.tck.BackendFixture.Client;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What watching a config value promises. */
public abstract class WatchContract extends Contract {

    private static final String KEY = "limits/orders";
    private static final Codec<String> TEXT = Codec.text();
    private static final Duration SHORT = Duration.ofMillis(400);

    /** What a listener was told, in order. */
    private final List<Versioned<String>> told = Collections.synchronizedList(new ArrayList<>());

    private Watch<String> watch(Client client) throws InterruptedException {
        Watch<String> watch = client.coordination().config().watch(KEY, TEXT, bound());
        watch.onChange(told::add);
        return watch;
    }

    private long put(Client client, String value) throws InterruptedException {
        return client.coordination().config().put(KEY, value, TEXT, bound());
    }

    private void awaitCurrent(Watch<String> watch, String value, Duration bound) {
        eventually(
                "the watch knows " + value,
                bound,
                () -> watch.current().optional().filter(value::equals).isPresent());
    }

    private void assertStrictlyNewer() {
        assertThat(List.copyOf(told).stream().map(Versioned::revision))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private List<String> toldValues() {
        return List.copyOf(told).stream()
                .map(state -> state.optional().orElse("absent"))
                .toList();
    }

    @Test
    void a_watch_tells_the_current_value_first() throws InterruptedException {
        Client client = client();
        long revision = put(client, "a");
        Watch<String> watch = watch(client);

        assertThat(watch.current().value()).isEqualTo("a");
        assertThat(watch.current().revision()).isEqualTo(revision);
        eventually("the current value is told", () -> toldValues().equals(List.of("a")));
    }

    @Test
    void a_watch_of_a_key_without_a_value_tells_its_absence_and_then_its_creation() throws InterruptedException {
        Client client = client();
        Watch<String> watch = watch(client);
        assertThat(watch.current().isPresent()).isFalse();
        eventually("absence is told", () -> toldValues().equals(List.of("absent")));
        put(client(), "a");

        awaitCurrent(watch, "a", bound());
        eventually("creation is told", () -> toldValues().equals(List.of("absent", "a")));
        assertStrictlyNewer();
    }

    @Test
    void deletion_is_told_and_so_is_creation_after_it() throws InterruptedException {
        Client client = client();
        Client writer = client();
        put(writer, "a");
        Watch<String> watch = watch(client);
        writer.coordination().config().delete(KEY, bound());
        eventually("deletion is known", () -> !watch.current().isPresent());
        long again = put(writer, "a");

        eventually("creation is known", () -> watch.current().revision() == again);
        eventually("all is told", () -> toldValues().equals(List.of("a", "absent", "a")));
        assertStrictlyNewer();
    }

    @Test
    void the_latest_of_a_burst_of_writes_always_arrives_and_nothing_goes_back() throws InterruptedException {
        Watch<String> watch = watch(client());
        ConfigStore writer = client().coordination().config();
        for (int burst = 0; burst < 3; burst++) {
            String last = "";
            for (int i = 0; i < 40; i++) {
                last = "burst " + burst + " value " + i;
                writer.put(KEY, last, TEXT, bound());
            }
            awaitCurrent(watch, last, bound());
            String expected = last;
            eventually("the latest is told", () -> toldValues().contains(expected));
        }
        assertStrictlyNewer();
    }

    @Test
    void a_store_that_promises_every_value_leaves_none_out() throws InterruptedException {
        Client client = client();
        Watch<String> watch = watch(client);
        Client writer = client();
        List<String> expected = new ArrayList<>(List.of("absent"));
        for (int i = 0; i < 30; i++) {
            expected.add("value " + i);
            put(writer, "value " + i);
        }
        awaitCurrent(watch, "value 29", bound());
        eventually("the last is told", () -> toldValues().contains("value 29"));

        if (client.coordination().capabilities().watch() == WatchPromise.EVERY) {
            assertThat(toldValues()).isEqualTo(expected);
        } else {
            assertThat(toldValues()).isSubsetOf(expected);
        }
    }

    @Test
    void changes_during_short_cuts_arrive_after_each() throws InterruptedException {
        Client client = client();
        Client writer = client();
        Watch<String> watch = watch(client);
        for (int i = 0; i < 3; i++) {
            client.cut();
            put(writer, "during cut " + i);
            client.heal();
            awaitCurrent(watch, "during cut " + i, bound());
        }
        assertStrictlyNewer();
    }

    @Test
    void changes_over_broken_connections_arrive_after_each() throws InterruptedException {
        Client client = client();
        Client writer = client();
        Watch<String> watch = watch(client);
        for (int i = 0; i < 3; i++) {
            client.cut();
            client.disconnect();
            put(writer, "disconnected " + i);
            client.heal();
            awaitCurrent(watch, "disconnected " + i, bound());
        }
        assertStrictlyNewer();
    }

    @Test
    void changes_during_a_cut_longer_than_the_session_arrive_after_it() throws InterruptedException {
        Client client = client();
        Client writer = client();
        put(writer, "before");
        Watch<String> watch = watch(client);
        client.cut();
        put(writer, "during");
        throughout(
                "nothing arrives",
                session().multipliedBy(3).dividedBy(2),
                () -> watch.current().value().equals("before"));
        put(writer, "last");
        client.heal();

        awaitCurrent(watch, "last", failOver(client));
        put(writer, "after");
        awaitCurrent(watch, "after", bound());
        assertStrictlyNewer();
    }

    @Test
    void a_value_that_was_deleted_and_made_again_during_a_cut_is_seen_as_new() throws InterruptedException {
        Client client = client();
        Client writer = client();
        put(writer, "same");
        Watch<String> watch = watch(client);
        client.cut();
        writer.coordination().config().delete(KEY, bound());
        long again = put(writer, "same");
        client.heal();

        eventually("the new value is known", () -> watch.current().revision() == again);
        eventually(
                "the new value is told", () -> List.copyOf(told).stream().anyMatch(state -> state.revision() == again));
        assertStrictlyNewer();
    }

    @Test
    void a_deletion_during_a_cut_is_told_after_it() throws InterruptedException {
        Client client = client();
        Client writer = client();
        put(writer, "a");
        Watch<String> watch = watch(client);
        client.cut();
        writer.coordination().config().delete(KEY, bound());
        client.heal();

        eventually("deletion is known", () -> !watch.current().isPresent());
        assertStrictlyNewer();
    }

    @Test
    void a_watch_outlives_the_session() throws InterruptedException {
        Client client = client();
        Client writer = client();
        Watch<String> watch = watch(client);
        client.expireSession();
        put(writer, "a");
        awaitCurrent(watch, "a", failOver(client));
        put(writer, "b");

        awaitCurrent(watch, "b", failOver(client));
        assertStrictlyNewer();
    }

    @Test
    void a_value_that_cannot_be_decoded_is_reported_and_the_last_good_one_kept() throws InterruptedException {
        Client client = client();
        put(client, "good");
        Watch<String> watch = watch(client);
        BlockingQueue<UndecodableValue> reported = new LinkedBlockingQueue<>();
        watch.onUndecodable(reported::add);
        fixture().put(namespace(), "config/" + KEY, new byte[] {(byte) 0xff, (byte) 0xfe});
        eventually("the bad value is reported", () -> reported.size() == 1);
        assertThat(watch.current().value()).isEqualTo("good");
        fixture().put(namespace(), "config/" + KEY, "better".getBytes(StandardCharsets.UTF_8));

        awaitCurrent(watch, "better", bound());
        assertThat(reported).hasSize(1);
    }

    @Test
    void staleness_grows_while_cut_off_and_falls_after() throws InterruptedException {
        Client client = client();
        put(client, "a");
        Watch<String> watch = watch(client);
        // twice: only after the first fall is it certain that the store has confirmed anything
        for (int i = 0; i < 2; i++) {
            client.cut();
            eventually(
                    "staleness grows",
                    bound().plus(session()),
                    () -> watch.staleness().compareTo(session()) > 0);
            client.heal();
            eventually(
                    "staleness falls without a write",
                    bound().plusSeconds(15),
                    () -> watch.staleness().compareTo(session()) < 0);
        }
    }

    @Test
    void many_watches_of_one_process_are_all_told() throws InterruptedException {
        Client client = client();
        ConfigStore writer = client().coordination().config();
        List<Watch<String>> watches = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            watches.add(client.coordination().config().watch("many/" + i % 10, TEXT, bound()));
        }
        for (int i = 0; i < 10; i++) {
            writer.put("many/" + i, "value " + i, TEXT, bound());
        }
        for (int i = 0; i < watches.size(); i++) {
            awaitCurrent(watches.get(i), "value " + i % 10, bound());
        }
    }

    @Test
    void a_closed_watch_tells_nothing_more_and_the_others_go_on() throws InterruptedException {
        Client client = client();
        Watch<String> closed = watch(client);
        eventually("absence is told", () -> told.size() == 1);
        Watch<String> open = client.coordination().config().watch(KEY, TEXT, bound());
        closed.close();
        closed.close();
        put(client, "a");

        awaitCurrent(open, "a", bound());
        throughout("nothing is told", SHORT, () -> told.size() == 1);
    }
}
