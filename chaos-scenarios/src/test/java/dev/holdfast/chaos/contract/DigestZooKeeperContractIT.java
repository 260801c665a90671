package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Coordination;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.model.Unavailable;
import dev.holdfast.tck.BackendFixture;
import dev.holdfast.tck.WholeContract;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, by TLS and digest, on a single member of ZooKeeper. */
class DigestZooKeeperContractIT extends WholeContract {

    private static ZooKeeperAccess.Secured access;
    private static RealServers servers;

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException, NoSuchAlgorithmException {
        access = new ZooKeeperAccess.Secured("digest", data.resolve("files"));
        servers = RealServers.start(
                "DigestZooKeeperContractIT",
                ServerKind.ZOOKEEPER,
                1,
                access.settings(),
                data,
                endpoints -> new ZooKeeperFixture(endpoints, access));
    }

    @AfterAll
    static void stop() throws Exception {
        servers.stop();
    }

    @Override
    protected BackendFixture fixture() {
        return servers.fixture();
    }

    @Nested
    class Secrets extends SecretsContract {
        @Override
        String address(String name) {
            return servers.fixture().address(name);
        }

        @Override
        String address(String name, Path secret) {
            String address = address(name);
            return address.substring(0, address.indexOf('?')) + access.options("?", secret);
        }

        @Override
        Path authority() {
            return access.authority();
        }

        @Override
        String secret() {
            return ZooKeeperAccess.Secured.PASSWORD;
        }

        @Override
        String refused() {
            return "user 'suite'";
        }

        @Override
        List<String> threadPrefixes() {
            return servers.fixture().threadPrefixes();
        }

        @Override
        Path serverLogs() {
            return servers.logs();
        }
    }

    @Test
    void a_client_that_does_not_log_in_is_told_at_once() throws InterruptedException {
        String address = servers.fixture().address("tck/owned");
        try (Coordination own = Coordination.connect(address)) {
            own.lock("owned").acquire(Duration.ofSeconds(15)).close();
        }
        String stranger = address.substring(0, address.indexOf("&auth="));

        assertThatThrownBy(() -> Coordination.connect(stranger))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("NOAUTH");
    }
}
