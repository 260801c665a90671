package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Coordination;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.model.Unavailable;
import dev.holdfast.tck.BackendFixture;
import dev.holdfast.tck.Certificates;
import dev.holdfast.tck.WholeContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, by mutual TLS and with a limited token, on a single member of Consul. */
class SecuredConsulContractIT extends WholeContract {

    private static final Duration BOUND = Duration.ofSeconds(15);

    private static ConsulAccess.Secured access;
    private static RealServers servers;

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException {
        access = new ConsulAccess.Secured(data.resolve("files"));
        servers = RealServers.start(
                "SecuredConsulContractIT", ServerKind.CONSUL, 1, access.settings(), data, new RealServers.Maker() {
                    @Override
                    public BackendFixture of(List<String> endpoints) {
                        return access.begin(new ConsulFixture(endpoints, access));
                    }

                    @Override
                    public boolean waitsItself() {
                        return true;
                    }
                });
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
            return access.token();
        }

        @Override
        String refused() {
            return "403";
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
    void a_token_without_a_right_to_the_namespace_is_told_at_once() {
        assertThatThrownBy(() -> Coordination.connect(servers.fixture().address("elsewhere")))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("'elsewhere/'")
                .hasMessageContaining("Permission denied");
    }

    @Test
    void a_token_that_cannot_be_sent_is_refused_and_not_shown(@TempDir Path folder) {
        Path bad = Certificates.in(folder).write("bad", "not to be\nshown");
        String address =
                servers.fixture().address("tck/bad").replace(access.tokenFile().toString(), bad.toString());

        assertThatThrownBy(() -> Coordination.connect(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("printable ASCII")
                .hasMessageNotContaining("shown");
    }

    @Test
    void a_token_that_was_changed_is_taken_up(@TempDir Path folder) throws InterruptedException {
        String first = UUID.randomUUID().toString();
        String second = UUID.randomUUID().toString();
        Certificates files = Certificates.in(folder);
        Path file = files.write("changing", first);
        ConsulFixture fixture = (ConsulFixture) servers.fixture();
        access.grant(fixture, first);
        String address =
                fixture.address("tck/changed").replace(access.tokenFile().toString(), file.toString());
        try (Coordination own = Coordination.connect(address)) {
            own.lock("changed").acquire(BOUND).close();
            access.grant(fixture, second);
            files.write("changing", second);
            access.revoke(fixture, first);

            own.lock("changed").acquire(BOUND).close();
        }
    }
}
