package dev.holdfast.tck;

import static org.awaitility.Awaitility.await;

import dev.holdfast.jdbc.JdbcFencingGuard;
import dev.holdfast.model.FencingToken;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the contracts of the guard in a database share: a fresh guard, a protected account and a journal of its writes,
 * and connections that are closed at the end.
 */
public abstract class JdbcContract {

    protected static final Duration BOUND = Duration.ofSeconds(20);

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String account = "account_" + suffix;
    private final String journal = "journal_" + suffix;
    private final List<Connection> connections = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    protected final JdbcFencingGuard guard = JdbcFencingGuard.inTable("fence_" + suffix);

    /** Returns the database under test. */
    protected abstract JdbcFixture fixture();

    @BeforeEach
    void create_tables() throws SQLException {
        try (Connection connection = fixture().connect();
                Statement statement = connection.createStatement()) {
            guard.createTable(connection);
            statement.execute("create table " + account + " (id int primary key, version bigint, fence bigint)");
            statement.execute("create table " + journal + " (version bigint, token bigint)");
            statement.execute("insert into " + account + " values (7, 0, 0)");
        }
    }

    @AfterEach
    void close_connections() throws SQLException {
        threads.shutdownNow();
        synchronized (connections) {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    protected static FencingToken token(long value) {
        return new FencingToken("etcd:/billing/lock/accounts", value);
    }

    /** Returns a connection with a transaction to be opened by its first statement. */
    protected final Connection transaction() throws SQLException {
        Connection connection = fixture().connect();
        synchronized (connections) {
            connections.add(connection);
        }
        connection.setAutoCommit(false);
        return connection;
    }

    /** Admits the token and writes, and leaves the transaction open. */
    protected final void writeGuarded(Connection connection, FencingToken token) throws SQLException {
        guard.admit(connection, token);
        write(connection, token);
    }

    /** Admits the token and writes, in a transaction of its own. */
    protected final void commitGuarded(FencingToken token) throws SQLException {
        try (Connection connection = transaction()) {
            writeGuarded(connection, token);
            connection.commit();
        }
    }

    /** Reads the account's version and writes the next one, as a program does that believes to be alone. */
    protected final void write(Connection connection, FencingToken token) throws SQLException {
        long version = number(connection, "select version from " + account + " where id = 7") + 1;
        update(connection, "update " + account + " set version = ? where id = ?", version, 7);
        update(connection, "insert into " + journal + " values (?, ?)", version, token.value());
    }

    /** Writes by the one statement that compares the account's own column. */
    protected final int writeInOneStatement(Connection connection, FencingToken token) throws SQLException {
        return update(
                connection,
                "update " + account + " set version = version + 1, fence = ? where id = 7 and fence <= ?",
                token.value(),
                token.value());
    }

    protected final long version() throws SQLException {
        try (Connection connection = fixture().connect()) {
            return number(connection, "select version from " + account + " where id = 7");
        }
    }

    /** Reads the account, which is where the database takes the transaction's snapshot. */
    protected final void read(Connection connection) throws SQLException {
        number(connection, "select version from " + account + " where id = 7");
    }

    /** Returns the tokens of the committed writes, in the order in which they came true. */
    protected final List<Long> journal() throws SQLException {
        try (Connection connection = fixture().connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select token from " + journal + " order by version, token desc")) {
            List<Long> tokens = new ArrayList<>();
            while (rows.next()) {
                tokens.add(rows.getLong(1));
            }
            return tokens;
        }
    }

    protected final <T> Future<T> start(Callable<T> body) {
        return threads.submit(body);
    }

    /** Returns the error that the body ended with; fails where there is none. */
    protected static Throwable failure(Future<?> body) throws InterruptedException, TimeoutException {
        try {
            throw new AssertionError("should have failed, returned " + body.get(BOUND.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    /** Waits until a session waits for another one's lock. */
    protected final void awaitWaiter() throws SQLException {
        try (Connection observer = fixture().connect()) {
            await("a session waits for a lock")
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(BOUND)
                    .until(() -> number(observer, fixture().waitersQuery()) > 0);
        }
    }

    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static int update(Connection connection, String sql, long first, long second) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, first);
            statement.setLong(2, second);
            return statement.executeUpdate();
        }
    }
}
