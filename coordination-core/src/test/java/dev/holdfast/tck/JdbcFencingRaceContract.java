package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.model.Conflict;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guard in a database does for transactions that are open at the same time. */
public abstract class JdbcFencingRaceContract extends JdbcContract {

    private static final int WRITERS = 8;
    private static final int TRANSACTIONS = 40;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_newer_token_waits_for_the_open_transaction_and_is_admitted(boolean first) throws Exception {
        Connection open = opened(first, 5);
        Future<?> second = start(() -> commit(6));
        awaitWaiter();
        open.commit();

        second.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        assertThat(journal()).endsWith(5L, 6L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_older_token_waits_for_the_open_transaction_and_is_refused(boolean first) throws Exception {
        Connection open = opened(first, 6);
        Future<?> second = start(() -> commit(5));
        awaitWaiter();
        open.commit();

        assertThat(failure(second)).isInstanceOf(Conflict.class);
        assertThat(journal()).endsWith(6L).doesNotContain(5L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_older_token_is_admitted_when_the_newer_one_is_rolled_back(boolean first) throws Exception {
        Connection open = opened(first, 6);
        Future<?> second = start(() -> commit(5));
        awaitWaiter();
        open.rollback();

        second.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        assertThat(journal()).endsWith(5L).doesNotContain(6L);
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    void an_old_snapshot_of_the_row_never_admits_an_older_token(int isolation) throws SQLException {
        commitGuarded(token(4));
        Connection late = snapshot(isolation);
        commitGuarded(token(6));

        assertRefusedOrToBeTriedAgain(catchThrowable(() -> guard.admit(late, token(5))));
        late.rollback();
        assertThatThrownBy(() -> guard.admit(late, token(5))).isInstanceOf(Conflict.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    void an_old_snapshot_without_the_row_never_admits_an_older_token(int isolation) throws SQLException {
        Connection late = snapshot(isolation);
        commitGuarded(token(6));

        assertRefusedOrToBeTriedAgain(catchThrowable(() -> guard.admit(late, token(5))));
        late.rollback();
        assertThatThrownBy(() -> guard.admit(late, token(5))).isInstanceOf(Conflict.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    void a_newer_token_on_an_old_snapshot_is_admitted_at_the_latest_when_tried_again(int isolation)
            throws SQLException {
        Connection late = snapshot(isolation);
        commitGuarded(token(6));

        Throwable thrown = catchThrowable(() -> writeGuarded(late, token(7)));
        if (thrown != null) {
            assertToBeTriedAgain(thrown);
            late.rollback();
            writeGuarded(late, token(7));
        }
        late.commit();
        assertThat(journal()).containsExactly(6L, 7L);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE
            })
    void of_many_random_writers_none_comes_true_after_a_newer_one(int isolation) throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("seed of the writers at isolation " + isolation + ": " + seed);
        AtomicInteger committed = new AtomicInteger();
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            SplittableRandom random = new SplittableRandom(seed + writer);
            writers.add(start(() -> write(transaction(), isolation, random, committed)));
        }
        for (Future<?> writer : writers) {
            writer.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        }

        assertThat(committed.get()).as("seed %d: committed writes", seed).isPositive();
        assertThat(journal()).as("seed %d", seed).hasSize(committed.get()).isSorted();
        assertThat(version()).as("seed %d: no write was lost", seed).isEqualTo(committed.get());
    }

    private boolean write(Connection connection, int isolation, SplittableRandom random, AtomicInteger committed)
            throws SQLException {
        connection.setTransactionIsolation(isolation);
        for (int i = 0; i < TRANSACTIONS; i++) {
            try {
                writeGuarded(connection, token(i + random.nextInt(TRANSACTIONS / 4)));
                if (random.nextInt(5) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                    committed.incrementAndGet();
                }
            } catch (Conflict e) {
                connection.rollback();
            } catch (SQLException e) {
                assertToBeTriedAgain(e);
                connection.rollback();
            }
        }
        return true;
    }

    /** Returns an open transaction that has written with that token, the first one of its scope or not. */
    private Connection opened(boolean first, long value) throws SQLException {
        if (!first) {
            commitGuarded(token(1));
        }
        Connection open = transaction();
        writeGuarded(open, token(value));
        return open;
    }

    private boolean commit(long value) throws SQLException {
        commitGuarded(token(value));
        return true;
    }

    /** Returns a transaction that has read already. */
    private Connection snapshot(int isolation) throws SQLException {
        Connection connection = transaction();
        connection.setTransactionIsolation(isolation);
        read(connection);
        return connection;
    }

    private static void assertRefusedOrToBeTriedAgain(Throwable thrown) {
        if (!(thrown instanceof Conflict)) {
            assertToBeTriedAgain(thrown);
        }
    }

    private static void assertToBeTriedAgain(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState()).as("SQLState of %s", e).startsWith("40"));
    }
}
