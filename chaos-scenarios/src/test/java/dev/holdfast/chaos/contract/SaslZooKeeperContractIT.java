package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Coordination;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Security;
import dev.holdfast.tck.BackendFixture;
import dev.holdfast.tck.WholeContract;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, by mutual TLS and SASL, on a single member of ZooKeeper. */
class SaslZooKeeperContractIT extends WholeContract {

    private static ZooKeeperAccess.Secured access;
    private static RealServers servers;

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException, NoSuchAlgorithmException {
        access = new ZooKeeperAccess.Secured("sasl", data.resolve("files"));
        servers = RealServers.start(
                "SaslZooKeeperContractIT",
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
    void what_the_client_of_the_store_cannot_do_is_refused_before_anything_is_opened() throws Exception {
        String address = servers.fixture().address("tck/refused");
        String both = access.client().both().toString();

        assertThatThrownBy(() -> Coordination.connect(address.replace("auth=sasl", "auth=none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'auth' must be digest or sasl");
        assertThatThrownBy(() -> Coordination.connect(
                        address.replace("key=" + both, "key=" + access.client().key())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'key' must name the file that 'cert' names");
        SSLContext context = SSLContext.getDefault();
        assertThatThrownBy(() -> Coordination.connect("zookeeper://127.0.0.1:9", Security.NONE.withTls(context)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PEM files");
    }

    @Test
    void a_client_without_a_certificate_is_told_at_once() {
        String both = access.client().both().toString();
        String address = servers.fixture().address("tck/nobody").replace("&cert=" + both + "&key=" + both, "");

        assertThatThrownBy(() -> Coordination.connect(address))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("could prove to each other");
    }
}
