package dev.holdfast.chaos.contract;

import static org.awaitility.Awaitility.await;

import dev.holdfast.tck.Certificates;
import dev.holdfast.tck.Certificates.Certified;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** How clients and the contract suite get into Consul. */
interface ConsulAccess {

    /** Anybody may do anything. */
    ConsulAccess OPEN = new ConsulAccess() {};

    /** Returns the port for clients of a server whose open port is this one. */
    default int port(int open) {
        return open;
    }

    /** Returns the options of a client's address behind a separator; empty if there are none. */
    default String options(String separator) {
        return "";
    }

    /** Returns what the suite shows the store. */
    default String suiteToken() {
        return "";
    }

    /** Clients come by mutual TLS with a token that ends with the namespaces of the suite; nobody else may do anything. */
    final class Secured implements ConsulAccess {

        private static final int SECURE_PORT = 8501;
        private static final Duration BEGIN = Duration.ofSeconds(60);

        private final String master = UUID.randomUUID().toString();
        private final String token = UUID.randomUUID().toString();
        private final Certificates authority;
        private final Certified server;
        private final Certified client;
        private final Path tokenFile;

        Secured(Path folder) {
            this.authority = Certificates.in(folder);
            this.server = authority.certify("server", "EC", RealServers.addresses());
            this.client = authority.certify("client", "RSA");
            this.tokenFile = authority.write("token", token + "\n");
        }

        /** Returns the settings of the servers; the open port takes the suite's own token alone. */
        Map<String, String> settings() {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("ports.https", String.valueOf(SECURE_PORT));
            settings.put("verify_incoming_https", "true");
            settings.put("ca_file", authority.authority().toString());
            settings.put("cert_file", server.certificate().toString());
            settings.put("key_file", server.key().toString());
            settings.put("acl.enabled", "true");
            settings.put("acl.default_policy", "deny");
            settings.put("acl.tokens.master", master);
            settings.put("acl.tokens.agent", master);
            return settings;
        }

        @Override
        public int port(int open) {
            return SECURE_PORT;
        }

        @Override
        public String options(String separator) {
            return options(separator, tokenFile);
        }

        /** Returns the options with another token. */
        String options(String separator, Path otherToken) {
            return separator + "tls=true&ca=" + authority.authority() + "&cert=" + client.certificate() + "&key="
                    + client.key() + "&token-file=" + otherToken;
        }

        Path authority() {
            return authority.authority();
        }

        String token() {
            return token;
        }

        Path tokenFile() {
            return tokenFile;
        }

        @Override
        public String suiteToken() {
            return master;
        }

        /** Makes the policy and the token of the clients, as soon as the servers take them. */
        ConsulFixture begin(ConsulFixture fixture) {
            String rules = "key_prefix \\\"tck/\\\" { policy = \\\"write\\\" } "
                    + "session_prefix \\\"\\\" { policy = \\\"write\\\" }";
            String policy = "{\"Name\": \"suite\", \"Rules\": \"" + rules + "\"}";
            await("the servers take a policy")
                    .atMost(BEGIN)
                    .ignoreExceptions()
                    .until(() -> fixture.ask("PUT", "/acl/policy", policy.getBytes(StandardCharsets.UTF_8))
                                    .statusCode()
                            == 200);
            grant(fixture, token);
            return fixture;
        }

        /** Makes a token of the clients' rights. */
        void grant(ConsulFixture fixture, String secret) {
            String body = "{\"AccessorID\": \"" + accessor(secret) + "\", \"SecretID\": \"" + secret
                    + "\", \"Policies\": [{\"Name\": \"suite\"}]}";
            var unused = fixture.ask("PUT", "/acl/token", body.getBytes(StandardCharsets.UTF_8));
        }

        /** Takes a token's rights away. */
        void revoke(ConsulFixture fixture, String secret) {
            var unused = fixture.ask("DELETE", "/acl/token/" + accessor(secret), new byte[0]);
        }

        private static UUID accessor(String secret) {
            return UUID.nameUUIDFromBytes(secret.getBytes(StandardCharsets.UTF_8));
        }
    }
}
