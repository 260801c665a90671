package dev.holdfast.chaos.contract;

import dev.holdfast.spi.Secret;
import dev.holdfast.spi.Security;
import dev.holdfast.spi.Security.Identity;
import dev.holdfast.tck.Certificates;
import dev.holdfast.tck.Certificates.Certified;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;

/** How clients and the contract suite get into ZooKeeper. */
interface ZooKeeperAccess {

    /** Anybody may do anything. */
    ZooKeeperAccess OPEN = new ZooKeeperAccess() {};

    /** Returns the port for clients of a member whose open port is this one. */
    default int port(int open) {
        return open;
    }

    /** Returns the options of a client's address behind a separator; empty if there are none. */
    default String options(String separator) {
        return "";
    }

    /** Returns those of the options that are the backend's own. */
    default Map<String, String> own() {
        return Map.of();
    }

    /** Returns the rest of the options. */
    default Security security() {
        return Security.NONE;
    }

    /** Makes the suite's own handle the one that may do everything. */
    default void introduce(ZooKeeper handle) {
        // it may already
    }

    /** Clients log in and own what they make. By SASL they come by mutual TLS; by digest, the servers alone prove theirs. */
    final class Secured implements ZooKeeperAccess {

        static final String PASSWORD = "zookeeper-client-pa55word";

        private static final String SUPER = "super:zookeeper-super-pa55word";
        private static final int SECURE_PORT = 2281;

        private final String auth;
        private final Certificates authority;
        private final Certified server;
        private final Certified client;
        private final Path password;

        /** @param auth {@code digest} or {@code sasl} */
        Secured(String auth, Path folder) {
            this.auth = auth;
            this.authority = Certificates.in(folder);
            this.server = authority.certify("server", "EC", RealServers.addresses());
            this.client = authority.certify("client", "EC");
            this.password = authority.write("password", PASSWORD + "\n");
        }

        /** Returns the settings of the servers; the open port is for the lab and the suite alone. */
        Map<String, String> settings() throws NoSuchAlgorithmException {
            Path sections = authority.write(
                    "jaas.conf",
                    "Server { org.apache.zookeeper.server.auth.DigestLoginModule required user_suite=\"" + PASSWORD
                            + "\"; };\n");
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("secureClientPort", String.valueOf(SECURE_PORT));
            settings.put("secureClientPortAddress", "${address}");
            settings.put("serverCnxnFactory", "org.apache.zookeeper.server.NettyServerCnxnFactory");
            settings.put("ssl.keyStore.location", server.both().toString());
            settings.put("ssl.keyStore.type", "PEM");
            settings.put("ssl.trustStore.location", authority.authority().toString());
            settings.put("ssl.trustStore.type", "PEM");
            settings.put("ssl.clientAuth", isMutual() ? "need" : "none");
            settings.put("authProvider.sasl", "org.apache.zookeeper.server.auth.SASLAuthenticationProvider");
            settings.put("-Dzookeeper.fips-mode", "false");
            settings.put("-Djava.security.auth.login.config", sections.toString());
            settings.put(
                    "-Dzookeeper.DigestAuthenticationProvider.superDigest",
                    DigestAuthenticationProvider.generateDigest(SUPER));
            return settings;
        }

        private boolean isMutual() {
            return auth.equals("sasl");
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
            String identity = isMutual() ? "&cert=" + client.both() + "&key=" + client.both() : "";
            return separator + "tls=true&ca=" + authority.authority() + identity + "&auth=" + auth
                    + "&user=suite&password-file=" + otherPassword;
        }

        @Override
        public Map<String, String> own() {
            return Map.of("auth", auth);
        }

        @Override
        public Security security() {
            Identity identity = isMutual() ? new Identity(client.both(), client.both()) : null;
            return Security.NONE
                    .withTls(new Security.Tls.Pem(authority.authority(), identity))
                    .withUser("suite", Secret.inFile(password));
        }

        Path authority() {
            return authority.authority();
        }

        Certified client() {
            return client;
        }

        @Override
        public void introduce(ZooKeeper handle) {
            handle.addAuthInfo("digest", SUPER.getBytes(StandardCharsets.UTF_8));
        }
    }
}
