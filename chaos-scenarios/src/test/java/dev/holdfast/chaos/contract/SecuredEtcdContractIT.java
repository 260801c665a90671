package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.Codec;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.Watch;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Secret;
import dev.holdfast.spi.Security;
import dev.holdfast.tck.BackendFixture;
import dev.holdfast.tck.WholeContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a single member, of etcd with mutual TLS and logins that end while clients wait. */
class SecuredEtcdContractIT extends WholeContract {

    private static final Duration BOUND = Duration.ofSeconds(15);

    private static EtcdAccess.Secured access;
    private static RealServers servers;

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException {
        access = new EtcdAccess.Secured(data.resolve("files"));
        servers = RealServers.start(
                "SecuredEtcdContractIT",
                ServerKind.ETCD,
                1,
                access.settings(),
                data,
                endpoints -> new EtcdFixture(endpoints, access));
    }

    @AfterAll
    static void stop() throws Exception {
        servers.stop();
    }

    @Override
    protected BackendFixture fixture() {
        return servers.fixture();
    }

    /** Returns a member's address with these options, which begin with a question mark. */
    private static String address(String namespace, String options) {
        String address = servers.fixture().address(namespace);
        return address.substring(0, address.indexOf('?')) + options;
    }

    @Nested
    class Secrets extends SecretsContract {
        @Override
        String address(String name) {
            return servers.fixture().address(name);
        }

        @Override
        String address(String name, Path secret) {
            return SecuredEtcdContractIT.address(name, access.options("?", secret));
        }

        @Override
        Path authority() {
            return access.authority();
        }

        @Override
        String secret() {
            return EtcdAccess.Secured.PASSWORD;
        }

        /** Tokens are JSON web tokens, which begin with an object in Base64. */
        @Override
        List<Pattern> madeOfIt() {
            return List.of(Pattern.compile("eyJ[A-Za-z0-9_-]{8}"));
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
    void a_user_without_a_right_to_the_namespace_is_told_at_once() {
        assertThatThrownBy(() -> Coordination.connect(servers.fixture().address("elsewhere")))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("'elsewhere/'")
                .hasMessageContaining("user 'suite'")
                .hasMessageContaining("permission denied");
    }

    /** Without a login, the server takes the common name of the certificate for the user. */
    @Test
    void a_client_whose_certificate_is_no_user_is_told_at_once() {
        assertThatThrownBy(() -> Coordination.connect(address("tck/nobody", "?" + access.tls())))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("refused (PERMISSION_DENIED");
    }

    @Test
    void a_client_without_a_certificate_is_told_at_once() {
        String tls = "?tls=true&ca=" + access.authority();
        assertThatThrownBy(() -> Coordination.connect(address("tck/nobody", tls)))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("certificate");
    }

    @Test
    void a_login_that_ends_while_a_client_waits_is_made_again() throws Exception {
        try (Coordination one = Coordination.connect(servers.fixture().address("tck/renewed"));
                Coordination other = Coordination.connect(servers.fixture().address("tck/renewed"));
                Watch<String> early = one.config().watch("early", Codec.text())) {
            Grant held = one.lock("renewed").acquire(BOUND);
            FutureTask<Grant> waiting =
                    new FutureTask<>(() -> other.lock("renewed").acquire(BOUND));
            new Thread(waiting, "waiter").start();
            await("two logins have ended").pollDelay(Duration.ofSeconds(5)).until(() -> !waiting.isDone());
            try (Watch<String> late = one.config().watch("late", Codec.text())) {
                other.config().put("early", "1", Codec.text(), BOUND);
                other.config().put("late", "2", Codec.text(), BOUND);
                await("the watch from before")
                        .atMost(BOUND)
                        .until(() -> early.current().isPresent());
                await("the watch that came on the old stream")
                        .atMost(BOUND)
                        .until(() -> late.current().isPresent());
            }
            held.close();
            await("the next is granted").atMost(BOUND).until(waiting::isDone);
            waiting.get().close();
        }
    }

    @Test
    void a_program_may_give_a_context_and_a_secret_that_changes() throws InterruptedException {
        SSLContext context = new Security.Tls.Pem(access.authority(), access.identity())
                .context()
                .orElseThrow();
        AtomicInteger asked = new AtomicInteger();
        Secret secret = Secret.from(() -> {
            asked.incrementAndGet();
            return EtcdAccess.Secured.PASSWORD.toCharArray();
        });
        Security security = Security.NONE.withTls(context).withUser("suite", secret);
        try (Coordination own = Coordination.connect(address("tck/program", ""), security)) {
            int before = asked.get();
            await("the password is asked for again").atMost(BOUND).until(() -> {
                own.lock("program").acquire(BOUND).close();
                return asked.get() > before;
            });
        }
    }
}
