package dev.holdfast.jdbc;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.FencingToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The resource's half of fencing in a relational database: a table with the highest token admitted for each scope, read
 * and raised in the caller's own transaction, so that the token and the write come true together or not at all.
 *
 * <pre>{@code
 * guard.admit(connection, grant.token());      // throws Conflict if a newer token was admitted
 * update.executeUpdate();                      // what the grant protects, on the same connection
 * connection.commit();                         // both, or neither
 * }</pre>
 *
 * <p>Where the protected row can have a column of its own for the token, no guard is needed, but one statement; it has
 * changed no row when the token is older (or there is no such row):
 * {@code update accounts set balance = ?, fence = ? where id = ? and fence <= ?}.
 *
 * <p><b>Isolation.</b> An admitted transaction holds the lock on the scope's row until it ends; others of the same scope
 * wait for it. Safe at READ COMMITTED and above. At REPEATABLE READ and above the database refuses to raise a row that
 * has changed since the transaction began; that comes out as the driver's {@link SQLException} of SQLState class 40.
 * Source: https://www.postgresql.org/docs/current/transaction-iso.html
 *
 * <p><b>What is known.</b> A rollback forgets the token. When {@code commit()} fails for a lost connection, its outcome
 * is unknown, of the write and of the token alike; a new transaction with the same token finds out, and is admitted
 * unless there is a newer one.
 *
 * <p>A scope names a kind of store and a namespace, not the servers: if two clusters of one kind guard the same
 * database, give each a table. Holds no state of its own; safe for use by many threads, each with its own connection.
 */
public final class JdbcFencingGuard {

    /** The table of {@link #create()}. */
    public static final String DEFAULT_TABLE = "holdfast_fence";

    private static final String DEFINITION = "holdfast_fence.sql";
    private static final int LONGEST_SCOPE = 500;
    private static final Pattern TABLE = Pattern.compile("([A-Za-z_]\\w{0,62}\\.)?[A-Za-z_]\\w{0,62}");

    /** Unique key violated: by the standard, in H2 and PostgreSQL; where no subclass is told (MySQL, Oracle, SQL Server). */
    private static final Set<String> DUPLICATE = Set.of("23505", "23000");

    private static final String SERIALIZATION_FAILURE = "40001";

    private final String table;

    private JdbcFencingGuard(String table) {
        this.table = table;
    }

    /** Returns a guard on the table {@value #DEFAULT_TABLE}. */
    public static JdbcFencingGuard create() {
        return inTable(DEFAULT_TABLE);
    }

    /**
     * Returns a guard on another table.
     *
     * @param table the name, or schema and name with a dot between; plain letters, digits and underscores, as it stands
     *     in SQL without quotes
     */
    public static JdbcFencingGuard inTable(String table) {
        if (!TABLE.matcher(table).matches()) {
            throw new IllegalArgumentException(
                    "table must be a name or schema.name, each of 1 to 63 letters, digits and"
                            + " underscores, not starting with a digit; was '" + table + "'");
        }
        return new JdbcFencingGuard(table);
    }

    /**
     * Creates the guard's table unless it exists, by the definition in the resource
     * {@code dev/holdfast/jdbc/holdfast_fence.sql}, which a migration tool can run in its place. Most databases commit
     * the transaction under way for it, and two that create at once may collide: call it where the schema is set up.
     */
    public void createTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(definition().replace(DEFAULT_TABLE, table));
        }
    }

    /**
     * Admits the token in the connection's transaction: returns if no newer one of its scope was admitted, and none older
     * will be once this transaction has been committed. Waits for transactions of the same scope that are open, for as
     * long as the database's own lock timeout allows.
     *
     * @throws Conflict if a newer token was admitted; the guard has changed nothing and the transaction still works, but
     *     what it wrote before must be rolled back
     * @throws SQLException if the database did not say; the token is not admitted. Where the SQLState is of class 40, the
     *     whole transaction may be tried again
     * @throws IllegalStateException if the connection is in auto-commit mode, where no write could share the transaction
     */
    public void admit(Connection connection, FencingToken token) throws SQLException {
        if (token.scope().isEmpty() || token.scope().length() > LONGEST_SCOPE) {
            throw new IllegalArgumentException("scope of a token must have 1 to " + LONGEST_SCOPE + " characters, has "
                    + token.scope().length() + ": '" + token.scope() + "'");
        }
        if (connection.getAutoCommit()) {
            throw new IllegalStateException(
                    attempt(token) + ": the connection is in auto-commit mode, so that the write"
                            + " would not be in the same transaction; nothing was changed");
        }
        // twice, because the row may appear after the first look; a row that is there neither goes nor sinks
        for (int look = 0; look < 2; look++) {
            if (raise(connection, token)) {
                return;
            }
            OptionalLong highest = highest(connection, token);
            if (highest.isPresent() && highest.getAsLong() > token.value()) {
                throw new Conflict(attempt(token) + ": token " + highest.getAsLong()
                        + " was admitted before; the guard changed nothing, roll back");
            }
            if (highest.isEmpty() && insert(connection, token)) {
                return;
            }
        }
        throw new SQLTransactionRollbackException(
                attempt(token) + ": the row of its scope has changed since this transaction took its snapshot;"
                        + " nothing was changed, roll back and try again",
                SERIALIZATION_FAILURE);
    }

    /** Returns whether the row is there, holds no newer token, and is now locked with this one. */
    private boolean raise(Connection connection, FencingToken token) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update " + table + " set token = ? where scope = ? and token <= ?")) {
            update.setLong(1, token.value());
            update.setString(2, token.scope());
            update.setLong(3, token.value());
            return update.executeUpdate() == 1;
        }
    }

    private OptionalLong highest(Connection connection, FencingToken token) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select token from " + table + " where scope = ?")) {
            select.setString(1, token.scope());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** Returns whether this transaction made the scope's row; if not, another one did, and this one goes on. */
    private boolean insert(Connection connection, FencingToken token) throws SQLException {
        // PostgreSQL gives up the transaction at an error, but not what was before the savepoint; it is not released,
        // which some drivers cannot do: it ends with the transaction
        Savepoint before = connection.setSavepoint();
        try (PreparedStatement insert =
                connection.prepareStatement("insert into " + table + " (scope, token) values (?, ?)")) {
            insert.setString(1, token.scope());
            insert.setLong(2, token.value());
            insert.executeUpdate();
            return true;
        } catch (SQLException e) {
            if (!DUPLICATE.contains(String.valueOf(e.getSQLState()))) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
    }

    private String attempt(FencingToken token) {
        return "admit token " + token.value() + " of '" + token.scope() + "' into table " + table;
    }

    private static String definition() {
        try (InputStream in = JdbcFencingGuard.class.getResourceAsStream(DEFINITION)) {
            if (in == null) {
                throw new IllegalStateException(
                        "resource " + DEFINITION + " is missing beside " + JdbcFencingGuard.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("read resource " + DEFINITION, e);
        }
    }
}
