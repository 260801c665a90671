package dev.holdfast.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.FencingToken;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcFencingGuardTest {

    private static Connection database(String name) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:h2:mem:" + name);
        connection.setAutoCommit(false);
        return connection;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1fence",
                "fence;drop table accounts",
                "fence where 1=1 --",
                "a.b.c",
                ".fence",
                "\"fence\"",
                "fence\n",
                "fünce",
                "a234567890123456789012345678901234567890123456789012345678901234"
            })
    void refuses_a_table_name_that_is_more_than_a_name(String table) {
        assertThatThrownBy(() -> JdbcFencingGuard.inTable(table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + table + "'");
    }

    @Test
    void takes_a_table_in_a_schema() throws SQLException {
        try (Connection connection = database("schema")) {
            connection.createStatement().execute("create schema billing");
            JdbcFencingGuard guard = JdbcFencingGuard.inTable("billing.fences");
            guard.createTable(connection);
            guard.admit(connection, new FencingToken("orders", 6));

            assertThatThrownBy(() -> guard.admit(connection, new FencingToken("orders", 5)))
                    .isInstanceOf(Conflict.class)
                    .hasMessageContaining("billing.fences");
        }
    }

    @Test
    void refuses_a_scope_that_the_table_could_cut_short() throws SQLException {
        try (Connection connection = database("scope")) {
            JdbcFencingGuard guard = JdbcFencingGuard.create();
            guard.createTable(connection);

            guard.admit(connection, new FencingToken("s".repeat(500), 1));
            for (String scope : new String[] {"", "s".repeat(501)}) {
                assertThatThrownBy(() -> guard.admit(connection, new FencingToken(scope, 1)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("1 to 500");
            }
        }
    }

    @Test
    void an_error_of_the_database_is_passed_on_and_admits_nothing() throws SQLException {
        try (Connection connection = database("missing")) {
            assertThatThrownBy(() -> JdbcFencingGuard.create().admit(connection, new FencingToken("orders", 1)))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContainingAll("HOLDFAST_FENCE", "not found");
            assertThat(connection.isClosed()).isFalse();
        }
    }
}
