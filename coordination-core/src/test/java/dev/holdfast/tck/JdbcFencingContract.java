package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.FencingToken;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What the guard in a database does for one transaction after another. */
public abstract class JdbcFencingContract extends JdbcContract {

    @Test
    void admits_the_first_token_and_the_same_again_and_each_newer_one() throws SQLException {
        commitGuarded(token(5));
        commitGuarded(token(5));
        commitGuarded(token(9));

        assertThat(journal()).containsExactly(5L, 5L, 9L);
    }

    /** The control: what the other tests look for does happen, and is seen, where nothing guards. */
    @Test
    void without_a_guard_a_stale_writer_overwrites() throws SQLException {
        for (long value : new long[] {6, 5}) {
            try (Connection connection = transaction()) {
                write(connection, token(value));
                connection.commit();
            }
        }

        assertThat(journal()).containsExactly(6L, 5L);
        assertThat(version()).isEqualTo(2);
    }

    @Test
    void refuses_a_stale_writer_who_then_changes_nothing() throws SQLException {
        commitGuarded(token(6));

        assertThatThrownBy(() -> commitGuarded(token(5)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("token 5")
                .hasMessageContaining("token 6");
        assertThatThrownBy(() -> commitGuarded(token(5))).isInstanceOf(Conflict.class);
        commitGuarded(token(6));

        assertThat(journal()).containsExactly(6L, 6L);
        assertThat(version()).isEqualTo(2);
    }

    @Test
    void a_refusal_takes_no_lock_and_leaves_the_transaction_usable() throws SQLException {
        commitGuarded(token(6));
        Connection refused = transaction();
        assertThatThrownBy(() -> guard.admit(refused, token(5))).isInstanceOf(Conflict.class);

        commitGuarded(token(7));
        guard.admit(refused, new FencingToken("etcd:/billing/lock/invoices", 1));
        refused.commit();

        assertThat(journal()).containsExactly(6L, 7L);
    }

    @Test
    void keeps_scopes_apart_also_while_one_is_locked() throws SQLException {
        Connection open = transaction();
        guard.admit(open, token(5));

        try (Connection other = transaction()) {
            guard.admit(other, new FencingToken("etcd:/billing/lock/invoices", 1));
            guard.admit(other, new FencingToken("etcd:/billing/lock/Accounts", 1));
            other.commit();
        }
        open.commit();
    }

    @Test
    void forgets_the_token_of_a_transaction_that_is_rolled_back() throws SQLException {
        commitGuarded(token(3));
        Connection connection = transaction();
        writeGuarded(connection, token(9));
        connection.rollback();

        commitGuarded(token(4));

        assertThat(journal()).containsExactly(3L, 4L);
    }

    @Test
    void forgets_the_first_token_of_a_transaction_whose_connection_is_lost() throws SQLException {
        Connection connection = transaction();
        writeGuarded(connection, token(9));
        fixture().lose(connection);

        commitGuarded(token(4));

        assertThat(journal()).containsExactly(4L);
    }

    @Test
    void one_transaction_may_admit_several_times_and_not_backwards() throws SQLException {
        try (Connection connection = transaction()) {
            guard.admit(connection, token(5));
            guard.admit(connection, token(5));
            guard.admit(connection, token(6));
            assertThatThrownBy(() -> guard.admit(connection, token(5))).isInstanceOf(Conflict.class);
        }
    }

    @Test
    void refuses_a_connection_that_commits_by_itself() throws SQLException {
        try (Connection connection = fixture().connect()) {
            assertThatThrownBy(() -> guard.admit(connection, token(9)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("auto-commit");
        }
        commitGuarded(token(1));
    }

    @Test
    void creating_the_table_again_keeps_what_it_holds() throws SQLException {
        commitGuarded(token(6));
        try (Connection connection = fixture().connect()) {
            guard.createTable(connection);
        }

        assertThatThrownBy(() -> commitGuarded(token(5))).isInstanceOf(Conflict.class);
    }

    @Test
    void the_one_statement_form_changes_a_row_unless_the_token_is_older() throws SQLException {
        try (Connection connection = fixture().connect()) {
            assertThat(writeInOneStatement(connection, token(6))).isEqualTo(1);
            assertThat(writeInOneStatement(connection, token(5))).isZero();
            assertThat(writeInOneStatement(connection, token(6))).isEqualTo(1);
        }
        assertThat(version()).isEqualTo(2);
    }
}
