package dev.holdfast.chaos.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.spi.Security.Identity;
import dev.holdfast.tck.Certificates;
import dev.holdfast.tck.Certificates.Certified;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How clients and the contract suite get into etcd. */
interface EtcdAccess {

    /** The members' JSON gateway, with what {@link #token} says. */
    @FunctionalInterface
    interface Gateway {
        JsonNode ask(String path, String body);
    }

    /** Returns the port for clients of a member whose open port is this one. */
    int port(int open);

    /** Returns the options of a client's address behind a separator; empty if there are none. */
    String options(String separator);

    /** Prepares the store. */
    void begin(Gateway gateway);

    /** Returns what the suite shows the store. */
    Optional<String> token();

    /** Gets what the suite shows anew; returns whether that can help. */
    boolean renew(Gateway gateway);

    /** Anybody may do anything. */
    record Open() implements EtcdAccess {
        @Override
        public int port(int open) {
            return open;
        }

        @Override
        public String options(String separator) {
            return "";
        }

        @Override
        public void begin(Gateway gateway) {
            // nothing to do
        }

        @Override
        public Optional<String> token() {
            return Optional.empty();
        }

        @Override
        public boolean renew(Gateway gateway) {
            return false;
        }
    }

    /**
     * Clients come by mutual TLS as a user whose role ends with the namespaces of the suite, and whose login ends after
     * two seconds, however busy it is.
     */
    final class Secured implements EtcdAccess {

        static final String PASSWORD = "etcd-client-pa55word";

        private static final int SECURE_PORT = 2377;
        private static final String ROOT_PASSWORD = "etcd-root-pa55word";

        private final Certificates authority;
        private final Certified server;
        private final Certified client;
        private final Path password;
        private volatile String token = "";

        Secured(Path folder) {
            this.authority = Certificates.in(folder);
            this.server = authority.certify("server", "EC", RealServers.addresses());
            this.client = authority.certify("client", "EC");
            this.password = authority.write("password", PASSWORD + "\n");
        }

        /** Returns the settings of the servers; the open port is for the lab and the suite alone. */
        Map<String, String> settings() {
            KeyPair tokens = Certificates.keyPair("RSA");
            Path read = authority.write("token.pub", Certificates.pem("PUBLIC KEY", tokens.getPublic()));
            Path sign = authority.write("token.key", Certificates.pem("PRIVATE KEY", tokens.getPrivate()));
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("listen-client-urls", "http://${address}:2379,https://${address}:" + SECURE_PORT);
            settings.put("client-cert-auth", "true");
            settings.put("trusted-ca-file", authority.authority().toString());
            settings.put("cert-file", server.certificate().toString());
            settings.put("key-file", server.key().toString());
            settings.put("auth-token", "jwt,pub-key=" + read + ",priv-key=" + sign + ",sign-method=RS256,ttl=2s");
            settings.put("bcrypt-cost", "4");
            return settings;
        }

        @Override
        public int port(int open) {
            return SECURE_PORT;
        }

        @Override
        public String options(String separator) {
            return options(separator, password);
        }

        /** Returns the options with another password. */
        String options(String separator, Path otherPassword) {
            return separator + tls() + "&user=suite&password-file=" + otherPassword;
        }

        Path authority() {
            return authority.authority();
        }

        Identity identity() {
            return new Identity(client.certificate(), client.key());
        }

        /** Returns the options without a login. */
        String tls() {
            return "tls=true&ca=" + authority.authority() + "&cert=" + client.certificate() + "&key=" + client.key();
        }

        @Override
        public void begin(Gateway gateway) {
            gateway.ask("/v3/auth/user/add", "{\"name\": \"root\", \"password\": \"" + ROOT_PASSWORD + "\"}");
            gateway.ask("/v3/auth/user/grant", "{\"user\": \"root\", \"role\": \"root\"}");
            gateway.ask("/v3/auth/user/add", "{\"name\": \"suite\", \"password\": \"" + PASSWORD + "\"}");
            gateway.ask("/v3/auth/role/add", "{\"name\": \"suite\"}");
            gateway.ask(
                    "/v3/auth/role/grant",
                    "{\"name\": \"suite\", \"perm\": {\"permType\": \"READWRITE\", \"key\": \"%s\", \"range_end\": \"%s\"}}"
                            .formatted(base64("tck/"), base64("tck0")));
            gateway.ask("/v3/auth/user/grant", "{\"user\": \"suite\", \"role\": \"suite\"}");
            gateway.ask("/v3/auth/enable", "{}");
            renew(gateway);
        }

        private static String base64(String text) {
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Optional<String> token() {
            return token.isEmpty() ? Optional.empty() : Optional.of(token);
        }

        @Override
        public boolean renew(Gateway gateway) {
            // a token that is over would be refused here as well
            token = "";
            token = gateway.ask(
                            "/v3/auth/authenticate", "{\"name\": \"root\", \"password\": \"" + ROOT_PASSWORD + "\"}")
                    .path("token")
                    .asText();
            return true;
        }
    }
}
