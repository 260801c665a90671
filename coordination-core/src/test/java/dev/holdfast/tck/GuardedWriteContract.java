package dev.holdfast.tck;

import static dev.holdfast.WhileHeld.whileHeld;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Codec;
import dev.holdfast.ConfigStore;
import dev.holdfast.Grant;
import dev.holdfast.Versioned;
import dev.holdfast.model.Conflict;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.tck.BackendFixture.Client;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What writes promise that are applied only while a right is held. */
public abstract class GuardedWriteContract extends Contract {

    private static final String LOCK = "orders/42";
    private static final String KEY = "ledger/42";
    private static final Codec<String> TEXT = Codec.text();

    private Grant acquire(Client client) throws InterruptedException {
        return client.coordination().lock(LOCK).acquire(failOver(client));
    }

    private static ConfigStore config(Client client) {
        return client.coordination().config();
    }

    private Optional<String> read(Client client) throws InterruptedException {
        return config(client).get(KEY, TEXT, bound()).map(Versioned::value);
    }

    @Test
    void it_is_written_while_the_right_is_held() throws InterruptedException {
        Client client = client();
        Grant grant = acquire(client);
        long first = config(client).put(KEY, "a", TEXT, whileHeld(grant), bound());
        long second = config(client).replace(KEY, first, "b", TEXT, whileHeld(grant), bound());

        assertThat(second).isGreaterThan(first);
        assertThat(read(client())).contains("b");
    }

    @Test
    void another_revision_is_a_conflict_and_nothing_is_written() throws InterruptedException {
        Client client = client();
        Grant grant = acquire(client);
        long first = config(client).put(KEY, "a", TEXT, bound());
        config(client()).put(KEY, "b", TEXT, bound());

        assertThatThrownBy(() -> config(client).replace(KEY, first, "c", TEXT, whileHeld(grant), bound()))
                .isInstanceOf(Conflict.class);
        assertThat(read(client)).contains("b");
        assertThat(grant.isHeld()).isTrue();
    }

    @Test
    void it_is_refused_after_the_release() throws InterruptedException {
        Client client = client();
        Grant grant = acquire(client);
        grant.close();

        assertThatThrownBy(() -> config(client).put(KEY, "a", TEXT, whileHeld(grant), bound()))
                .isInstanceOf(SessionExpired.class);
        assertThat(read(client)).isEmpty();
    }

    @Test
    void it_is_refused_by_the_store_when_the_entry_is_gone_and_its_holder_has_not_heard() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            Client client = client();
            Grant grant = acquire(client);
            fixture().removeQueue(namespace(), "lock/" + LOCK);

            assertThatThrownBy(() -> config(client).put(KEY, "a", TEXT, whileHeld(grant), bound()))
                    .isInstanceOf(SessionExpired.class);
            assertThat(read(client)).isEmpty();
        }
    }

    @Test
    void one_that_arrives_after_the_right_has_passed_on_is_refused() throws InterruptedException {
        Client late = client();
        Grant lost = acquire(late);
        Client other = client();
        late.cut();
        Task<Long> write = start(() -> config(late)
                .put(KEY, "too late", TEXT, whileHeld(lost), failOver(other).multipliedBy(3)));
        Grant next = acquire(other);
        config(other).put(KEY, "in time", TEXT, whileHeld(next), bound());
        late.heal();

        assertThat(write.failureWithin("the write ends", failOver(other).multipliedBy(2)))
                .isInstanceOf(CoordinationException.class);
        throughout("the value stays", session().dividedBy(2), () -> read(other).equals(Optional.of("in time")));
    }

    @Test
    void the_grant_of_another_connection_is_refused() throws InterruptedException {
        Client client = client();
        Grant foreign = acquire(client());

        assertThatThrownBy(() -> config(client).put(KEY, "a", TEXT, whileHeld(foreign), bound()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(read(client)).isEmpty();
    }
}
