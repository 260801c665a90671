package dev.holdfast.jdbc;

import dev.holdfast.tck.JdbcFencingContract;
import dev.holdfast.tck.JdbcFencingRaceContract;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Nested;

/** The contract of the guard, on H2 in this process. */
class H2FencingTest {

    /** Who waits to insert a key that is not committed yet has no blocker's id in H2. */
    private static final String WAITERS = "select count(*) from information_schema.sessions"
            + " where blocker_id is not null or executing_statement like 'insert into fence%'";

    private static Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:h2:mem:fencing;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=15000");
    }

    private static void abort(Connection connection) throws SQLException {
        try (Connection other = open();
                Statement statement = other.createStatement();
                Statement id = connection.createStatement();
                ResultSet row = id.executeQuery("call session_id()")) {
            row.next();
            statement.execute("call abort_session(" + row.getInt(1) + ")");
        }
    }

    @Nested
    class OneByOne extends JdbcFencingContract {

        @Override
        protected Connection connect() throws SQLException {
            return open();
        }

        @Override
        protected void lose(Connection connection) throws SQLException {
            abort(connection);
        }

        @Override
        protected String waitersQuery() {
            return WAITERS;
        }
    }

    @Nested
    class AtOnce extends JdbcFencingRaceContract {

        @Override
        protected Connection connect() throws SQLException {
            return open();
        }

        @Override
        protected void lose(Connection connection) throws SQLException {
            abort(connection);
        }

        @Override
        protected String waitersQuery() {
            return WAITERS;
        }
    }
}
