package dev.holdfast.jdbc;

import dev.holdfast.tck.JdbcFencingContract;
import dev.holdfast.tck.JdbcFencingRaceContract;
import dev.holdfast.tck.JdbcFixture;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Nested;

/** The contract of the guard, on H2 in this process. */
class H2FencingTest {

    @Nested
    class OneByOne extends JdbcFencingContract {
        @Override
        protected JdbcFixture fixture() {
            return new H2();
        }
    }

    @Nested
    class AtOnce extends JdbcFencingRaceContract {
        @Override
        protected JdbcFixture fixture() {
            return new H2();
        }
    }

    private static final class H2 implements JdbcFixture {

        @Override
        public Connection connect() throws SQLException {
            return DriverManager.getConnection("jdbc:h2:mem:fencing;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=15000");
        }

        /** H2 keeps the transaction of an aborted connection, but not that of an aborted session. */
        @Override
        public void lose(Connection connection) throws SQLException {
            try (Connection other = connect();
                    Statement statement = other.createStatement();
                    Statement id = connection.createStatement();
                    ResultSet row = id.executeQuery("call session_id()")) {
                row.next();
                statement.execute("call abort_session(" + row.getInt(1) + ")");
            }
        }

        /** Who waits to insert a key that is not committed yet has no blocker's id in H2. */
        @Override
        public String waitersQuery() {
            return "select count(*) from information_schema.sessions"
                    + " where blocker_id is not null or executing_statement like 'insert into fence%'";
        }
    }
}
