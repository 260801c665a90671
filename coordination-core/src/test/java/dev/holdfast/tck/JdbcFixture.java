package dev.holdfast.tck;

import java.sql.Connection;
import java.sql.SQLException;

/** A database under test. */
public interface JdbcFixture {

    /** Returns a new connection, in auto-commit mode. */
    Connection connect() throws SQLException;

    /** Ends a connection in the middle of its transaction, as the death of its client does. */
    void lose(Connection connection) throws SQLException;

    /** Returns the query for the number of sessions that wait for another one's lock. */
    String waitersQuery();
}
