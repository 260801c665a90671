package dev.holdfast.chaos.contract;

import static org.awaitility.Awaitility.await;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.cluster.LoopbackFabric;
import dev.holdfast.chaos.cluster.binary.Postgres;
import dev.holdfast.tck.JdbcFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A PostgreSQL server with data of its own, on a loopback address of its own. PostgreSQL refuses to run as root; where
 * these tests do, it runs as the user nobody.
 *
 * <p>A shell starts it and holds a pipe from this process: at the end of that pipe, which comes with the end of this
 * process too, however it ends, the shell stops the server and removes all that was written.
 */
final class PostgresServer implements JdbcFixture, AutoCloseable {

    private static final int PORT = 5432;
    private static final int END_SECONDS_MAX = 30;
    private static final Duration START = Duration.ofSeconds(60);

    // What a terminal sends goes to the whole group: the shell ends by its pipe alone. The server takes INT as "end
    // now",
    // but has it ignored until it is set up; before that it is TERM that ends it.
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            umask 077
            end() { rm -rf "$FOLDER"; exit "$1"; }
            if [ -n "$UNPACKED" ]; then cp -R "$UNPACKED" "$FOLDER/root" || end 1; fi
            printf %s "$PASSWORD" > "$FOLDER/password"
            if [ -n "$LIBRARIES" ]; then export LD_LIBRARY_PATH="$LIBRARIES"; fi
            if [ -n "$AS" ]; then chown -R 65534:65534 "$FOLDER" || end 1; fi
            $AS "$BIN/initdb" --pgdata="$FOLDER/data" --username=holdfast --pwfile="$FOLDER/password" \\
                --auth=scram-sha-256 --no-sync --no-locale --encoding=UTF8 || end 1
            (trap - TERM; exec $AS "$BIN/postgres" -D "$FOLDER/data" -h "$ADDRESS" -p "$PORT" \\
                -c unix_socket_directories= -c fsync=off -c jit=off -c shared_buffers=16MB) &
            cat > /dev/null
            kill -TERM $!
            kill -INT $!
            wait $!
            end 0
            """;

    private final LoopbackFabric fabric;
    private final InetSocketAddress address;
    private final String password = UUID.randomUUID().toString();
    private final Process shell;

    private PostgresServer(Postgres programs, LoopbackFabric fabric, Path folder, Path log) throws IOException {
        this.fabric = fabric;
        String host = fabric.add(List.of("postgres")).get("postgres");
        this.address = new InetSocketAddress(host, PORT);
        boolean root = Command.of("id", "-u").run().strip().equals("0");
        // the cache of root is not nobody's to read
        boolean copied = root && programs.isUnpacked();
        Postgres readable = copied ? programs.under(folder.resolve("root")) : programs;
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", SCRIPT).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("FOLDER", folder.toString());
        environment.put("UNPACKED", copied ? programs.root().toString() : "");
        environment.put("LIBRARIES", programs.libraries().replace(programs.root() + "/", readable.root() + "/"));
        environment.put("BIN", readable.program("postgres").getParent().toString());
        environment.put("AS", root ? "setpriv --reuid=65534 --regid=65534 --clear-groups --" : "");
        environment.put("PASSWORD", password);
        environment.put("ADDRESS", host);
        environment.put("PORT", String.valueOf(PORT));
        this.shell = builder.start();
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param log where its output goes, also what initdb says
     */
    static PostgresServer start(Postgres programs, Path log) {
        try {
            Files.createDirectories(log.getParent());
            Path folder = Files.createTempDirectory("holdfast-postgres-");
            PostgresServer server = new PostgresServer(programs, LoopbackFabric.open(), folder, log);
            server.awaitAnswer(log);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("start PostgreSQL", e);
        }
    }

    private void awaitAnswer(Path log) throws IOException {
        try {
            await("PostgreSQL answers")
                    .pollInterval(Duration.ofMillis(50))
                    .atMost(START)
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .until(() -> {
                        if (!shell.isAlive()) {
                            return true;
                        }
                        connect().close();
                        return true;
                    });
        } catch (ConditionTimeoutException e) {
            close();
            throw new ClusterException("start PostgreSQL: no answer in " + START + "; " + log + ":\n" + text(log), e);
        }
        if (!shell.isAlive()) {
            close();
            throw new ClusterException("start PostgreSQL: it ended; " + log + ":\n" + text(log));
        }
    }

    private static String text(Path log) throws IOException {
        return Files.readString(log);
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public Connection connect() throws SQLException {
        return connectAt(address);
    }

    @Override
    public void lose(Connection connection) throws SQLException {
        connection.abort(Runnable::run);
    }

    @Override
    public String waitersQuery() {
        return "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";
    }

    /** Returns a connection by way of another address, which leads to this server. */
    Connection connectAt(InetSocketAddress way) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + way.getAddress().getHostAddress() + ":" + way.getPort()
                        + "/postgres?sslmode=disable",
                "holdfast",
                password);
    }

    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
            if (!shell.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new ClusterException("stop PostgreSQL: no end in " + END_SECONDS_MAX + " s; shell " + shell.pid()
                        + " still waits for it");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("stop PostgreSQL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("stop PostgreSQL: interrupted", e);
        } finally {
            fabric.close();
        }
    }
}
