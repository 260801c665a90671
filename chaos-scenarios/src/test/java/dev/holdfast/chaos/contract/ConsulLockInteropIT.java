package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.chaos.cluster.binary.BinaryLocator;
import dev.holdfast.chaos.cluster.binary.Program;
import dev.holdfast.chaos.cluster.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lock of ours and {@code consul lock}, the program, exclude each other where interoperation is asked for. */
class ConsulLockInteropIT {

    private static final Duration BOUND = Duration.ofSeconds(40);
    private static final List<String> ENDPOINTS = new ArrayList<>();
    private static RealServers servers;

    private final String namespace =
            "interop/" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final List<Process> programs = new ArrayList<>();

    @TempDir
    Path folder;

    private Coordination ours;

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException {
        servers = RealServers.start("ConsulLockInteropIT", ServerKind.CONSUL, 1, data, endpoints -> {
            ENDPOINTS.addAll(endpoints);
            return new ConsulFixture(endpoints);
        });
    }

    @AfterAll
    static void stop() throws Exception {
        servers.stop();
    }

    @BeforeEach
    void connect() throws InterruptedException {
        ours = Coordination.connect(
                "consul://" + ENDPOINTS.get(0) + '/' + namespace + "?session=10s&interop=consul-lock");
    }

    @AfterEach
    void close() {
        ours.close();
        programs.forEach(Process::destroyForcibly);
    }

    /** Starts {@code consul lock} on the same name; its child says so in a file, and stays until its input ends. */
    private Process theirs(Path said) throws IOException {
        String program =
                BinaryLocator.locate(Program.CONSUL, System.out::println).path().toString();
        Process process = new ProcessBuilder(
                        program,
                        "lock",
                        "-http-addr=http://" + ENDPOINTS.get(0),
                        "-pass-stdin",
                        namespace + "/lock/jobs",
                        "touch '" + said + "'; cat > /dev/null")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("consul-lock.log").toFile())
                .start();
        programs.add(process);
        return process;
    }

    private static boolean isWaiting(Process process) {
        return process.isAlive()
                && ConsulHttp.json(ENDPOINTS.get(0), "GET", "/session/list?consistent")
                                .size()
                        == 2;
    }

    @Test
    void theirs_waits_until_ours_is_released() throws IOException, InterruptedException {
        Grant held = ours.lock("jobs").acquire(BOUND);
        JsonNode key = ConsulHttp.json(ENDPOINTS.get(0), "GET", "/kv/" + namespace + "/lock/jobs/.lock");
        assertThat(key.path(0).path("Flags").asLong()).isEqualTo(0x2ddccbc058a50c18L);
        Path said = folder.resolve("said");
        Process theirs = theirs(said);
        await("theirs has a session").atMost(BOUND).until(() -> isWaiting(theirs));
        await("theirs is kept out")
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(4))
                .until(() -> Files.notExists(said));
        held.close();

        await("theirs has the lock").atMost(BOUND).until(() -> Files.exists(said));
        assertThat(ours.lock("jobs").tryAcquire()).isEmpty();
        theirs.getOutputStream().close();
        assertThat(theirs.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void ours_waits_until_theirs_has_ended() throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Process theirs = theirs(said);
        await("theirs has the lock").atMost(BOUND).until(() -> Files.exists(said));
        assertThat(ours.lock("jobs").tryAcquire()).isEmpty();
        CompletableFuture<Grant> waiting = ours.lock("jobs").acquireAsync(BOUND);
        await("ours is kept out")
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(4))
                .until(() -> !waiting.isDone());
        theirs.getOutputStream().close();

        await("ours is granted").atMost(BOUND).until(waiting::isDone);
        assertThat(waiting.join().isHeld()).isTrue();
        waiting.join().close();
    }
}
