package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.Codec;
import dev.holdfast.ConfigStore;
import dev.holdfast.Versioned;
import dev.holdfast.model.Conflict;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.Unavailable;
import dev.holdfast.tck.BackendFixture.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What reading and writing config values promises. */
public abstract class ConfigContract extends Contract {

    private static final String KEY = "limits/orders";
    private static final Codec<String> TEXT = Codec.text();

    private Optional<String> read(ConfigStore config) throws InterruptedException {
        return config.get(KEY, TEXT, bound()).map(Versioned::value);
    }

    @Test
    void what_was_put_is_read_with_its_revision() throws InterruptedException {
        ConfigStore config = client().coordination().config();
        long revision = config.put(KEY, "10 per second", TEXT, bound());

        assertThat(config.get(KEY, TEXT, bound())).hasValueSatisfying(found -> {
            assertThat(found.value()).isEqualTo("10 per second");
            assertThat(found.revision()).isEqualTo(revision);
        });
    }

    @Test
    void a_key_that_was_never_put_is_absent() throws InterruptedException {
        assertThat(read(client().coordination().config())).isEmpty();
    }

    @Test
    void an_empty_value_is_a_value() throws InterruptedException {
        ConfigStore config = client().coordination().config();
        config.put(KEY, "", TEXT, bound());

        assertThat(read(config)).contains("");
    }

    @Test
    void bytes_come_back_as_they_were() throws InterruptedException {
        Codec<byte[]> raw = Codec.of(bytes -> bytes, bytes -> bytes);
        byte[] all = new byte[10_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        ConfigStore config = client().coordination().config();
        config.put(KEY, all, raw, bound());

        assertThat(config.get(KEY, raw, bound()).map(Versioned::value)).hasValue(all);
    }

    @Test
    void revisions_rise_with_each_write_and_over_a_delete() throws InterruptedException {
        ConfigStore config = client().coordination().config();
        List<Long> revisions = new ArrayList<>();
        revisions.add(config.put(KEY, "a", TEXT, bound()));
        revisions.add(config.put(KEY, "a", TEXT, bound()));
        revisions.add(config.replace(KEY, revisions.get(1), "b", TEXT, bound()));
        config.delete(KEY, bound());
        revisions.add(config.putIfAbsent(KEY, "c", TEXT, bound()));

        assertThat(revisions).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void replace_is_refused_when_somebody_else_was_first() throws InterruptedException {
        ConfigStore config = client().coordination().config();
        ConfigStore other = client().coordination().config();
        long seen = config.put(KEY, "a", TEXT, bound());
        other.put(KEY, "b", TEXT, bound());

        assertThatThrownBy(() -> config.replace(KEY, seen, "c", TEXT, bound()))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining(KEY);
        assertThat(read(config)).contains("b");
    }

    @Test
    void replace_is_refused_when_the_value_was_deleted_or_made_anew() throws InterruptedException {
        ConfigStore config = client().coordination().config();
        long seen = config.put(KEY, "a", TEXT, bound());
        config.delete(KEY, bound());
        assertThatThrownBy(() -> config.replace(KEY, seen, "c", TEXT, bound())).isInstanceOf(Conflict.class);
        config.put(KEY, "a", TEXT, bound());

        assertThatThrownBy(() -> config.replace(KEY, seen, "c", TEXT, bound())).isInstanceOf(Conflict.class);
        assertThat(read(config)).contains("a");
    }

    @Test
    void put_if_absent_is_refused_when_there_is_a_value() throws InterruptedException {
        ConfigStore config = client().coordination().config();
        config.putIfAbsent(KEY, "a", TEXT, bound());

        assertThatThrownBy(() -> config.putIfAbsent(KEY, "b", TEXT, bound())).isInstanceOf(Conflict.class);
        assertThat(read(config)).contains("a");
    }

    @Test
    void delete_tells_whether_there_was_a_value() throws InterruptedException {
        ConfigStore config = client().coordination().config();
        config.put(KEY, "a", TEXT, bound());

        assertThat(config.delete(KEY, bound())).isTrue();
        assertThat(config.delete(KEY, bound())).isFalse();
        assertThat(read(config)).isEmpty();
    }

    @Test
    void of_two_processes_that_count_no_step_is_lost() throws InterruptedException {
        int steps = 15;
        List<Client> processes = List.of(client(), client());
        processes.get(0).coordination().config().put(KEY, "0", TEXT, bound());
        List<Task<Void>> counters = new ArrayList<>();
        for (Client process : processes) {
            ConfigStore config = process.coordination().config();
            counters.add(start(() -> {
                for (int done = 0; done < steps; ) {
                    Versioned<String> seen = config.get(KEY, TEXT, bound()).orElseThrow();
                    String next = Integer.toString(Integer.parseInt(seen.value()) + 1);
                    try {
                        config.replace(KEY, seen.revision(), next, TEXT, bound());
                        done++;
                    } catch (Conflict e) {
                        // the other process was first: read again
                        assertThat(e).hasMessageContaining(KEY);
                    }
                }
                return null;
            }));
        }
        for (Task<Void> counter : counters) {
            counter.within("all steps are done", bound().multipliedBy(3));
        }
        assertThat(read(processes.get(0).coordination().config())).contains(Integer.toString(2 * steps));
    }

    @Test
    void a_read_is_never_older_than_a_write_that_was_answered_before_it() throws InterruptedException {
        ConfigStore writer = client().coordination().config();
        ConfigStore reader = client().coordination().config();
        for (int i = 0; i < 20; i++) {
            long written = writer.put(KEY, "value " + i, TEXT, bound());
            assertThat(reader.get(KEY, TEXT, bound()))
                    .hasValueSatisfying(found -> assertThat(found.revision()).isGreaterThanOrEqualTo(written));
        }
    }

    @Test
    void a_write_whose_answer_is_lost_is_called_indeterminate_and_not_tried_twice() throws InterruptedException {
        Client deaf = client();
        ConfigStore other = client().coordination().config();
        long first = other.put(KEY, "before", TEXT, bound());
        deaf.cutAnswers();
        Task<Long> write = start(() -> deaf.coordination()
                .config()
                .replace(KEY, first, "after", TEXT, session().dividedBy(2)));
        Throwable thrown = write.failureWithin("the write ends", bound());
        deaf.heal();

        if (read(other).equals(Optional.of("after"))) {
            assertThat(thrown).isInstanceOf(Indeterminate.class);
        } else {
            assertThat(thrown).isInstanceOfAny(Indeterminate.class, Unavailable.class);
        }
    }

    @Test
    void a_write_that_is_called_unavailable_is_never_applied() throws InterruptedException {
        Client cut = client();
        ConfigStore other = client().coordination().config();
        other.put(KEY, "before", TEXT, bound());
        cut.cut();
        Task<Long> write = start(() -> cut.coordination().config().put(KEY, "after", TEXT, Duration.ofMillis(300)));
        Throwable thrown = write.failureWithin("the write ends", bound());
        cut.heal();

        assertThat(thrown).isInstanceOfAny(Indeterminate.class, Unavailable.class);
        if (thrown instanceof Unavailable) {
            throughout(
                    "the write is not applied",
                    session().dividedBy(2),
                    () -> read(other).equals(Optional.of("before")));
        }
    }

    @Test
    void a_read_that_is_cut_off_ends_within_its_time() throws InterruptedException {
        Client cut = client();
        cut.cut();
        Task<Throwable> read =
                start(() -> catchThrowable(() -> cut.coordination().config().get(KEY, TEXT, Duration.ofMillis(300))));

        assertThat(read.within("the read ends", Duration.ofSeconds(4))).isInstanceOf(Unavailable.class);
    }
}
