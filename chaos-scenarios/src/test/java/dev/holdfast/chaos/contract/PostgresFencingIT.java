package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.holdfast.chaos.cluster.binary.PostgresLocator;
import dev.holdfast.model.Conflict;
import dev.holdfast.tck.CuttableLink;
import dev.holdfast.tck.JdbcContract;
import dev.holdfast.tck.JdbcFencingContract;
import dev.holdfast.tck.JdbcFencingRaceContract;
import dev.holdfast.tck.JdbcFixture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract of the guard in a database, on PostgreSQL, and what a broken connection leaves there. */
class PostgresFencingIT {

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        assumeFalse(
                System.getProperty(PostgresLocator.PROPERTY, "").equals("skip"),
                "left out by -D" + PostgresLocator.PROPERTY + "=skip");
        server = PostgresServer.start(
                PostgresLocator.locate(System.out::println),
                Path.of("target", "contract-logs", "PostgresFencingIT", "postgres.log"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Nested
    class OneByOne extends JdbcFencingContract {

        @Override
        protected JdbcFixture fixture() {
            return server;
        }
    }

    @Nested
    class AtOnce extends JdbcFencingRaceContract {

        @Override
        protected JdbcFixture fixture() {
            return server;
        }
    }

    @Nested
    class OverABrokenLink extends JdbcContract {

        @Override
        protected JdbcFixture fixture() {
            return server;
        }

        @Test
        void a_connection_that_breaks_before_the_commit_leaves_neither_write_nor_token() throws Exception {
            try (CuttableLink link = link()) {
                Connection connection = transactionOver(link);
                writeGuarded(connection, token(9));
                link.cut();
                Future<?> commit = start(() -> commit(connection));
                link.closeConnections();

                assertThat(failure(commit)).isInstanceOf(SQLException.class);
            }
            commitGuarded(token(4));

            assertThat(journal()).containsExactly(4L);
        }

        @Test
        void a_commit_whose_answer_is_lost_leaves_both_and_its_token_finds_out() throws Exception {
            try (CuttableLink link = link()) {
                Connection connection = transactionOver(link);
                writeGuarded(connection, token(9));
                link.cutAnswers();
                Future<?> commit = start(() -> commit(connection));
                await("the commit comes true").atMost(BOUND).until(() -> version() == 1);
                link.closeConnections();

                assertThat(failure(commit)).isInstanceOf(SQLException.class);
            }
            assertThatThrownBy(() -> commitGuarded(token(8))).isInstanceOf(Conflict.class);
            commitGuarded(token(9));

            assertThat(journal()).containsExactly(9L, 9L);
        }

        private CuttableLink link() {
            return CuttableLink.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), server.address());
        }

        private Connection transactionOver(CuttableLink link) throws SQLException {
            Connection connection =
                    server.connectAt(new InetSocketAddress(InetAddress.getLoopbackAddress(), link.port()));
            connection.setAutoCommit(false);
            return connection;
        }

        private boolean commit(Connection connection) throws SQLException {
            connection.commit();
            return true;
        }
    }
}
