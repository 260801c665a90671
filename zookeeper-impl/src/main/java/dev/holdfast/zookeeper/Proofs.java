package dev.holdfast.zookeeper;

import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Security.Identity;
import dev.holdfast.spi.Security.Login;
import dev.holdfast.spi.Security.Tls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;
import org.apache.zookeeper.ClientCnxnSocketNetty;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ClientX509Util;
import org.apache.zookeeper.common.X509Exception;
import org.apache.zookeeper.common.X509Util;
import org.apache.zookeeper.data.ACL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the handles of one connection prove who they are, in the client's own words; and whose the nodes are that it makes. */
final class Proofs implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Proofs.class);
    private static final String JAAS_FILE = "java.security.auth.login.config";

    private final ConnectSpec spec;
    private final boolean isSasl;
    private final @Nullable String section;

    /** @throws IllegalArgumentException if the client cannot do what is asked for */
    Proofs(ConnectSpec spec) {
        this.spec = spec;
        String auth = spec.options().getOrDefault("auth", "");
        if (!auth.isEmpty() && !auth.equals("digest") && !auth.equals("sasl")) {
            throw new IllegalArgumentException("option 'auth' must be digest or sasl on ZooKeeper, was '" + auth + "'");
        }
        boolean isUser = spec.security().login() instanceof Login.User;
        if (auth.equals("digest") && !isUser) {
            throw new IllegalArgumentException("option 'auth' needs user and password-file, was 'digest' without them");
        }
        if (auth.equals("sasl") && !isUser && System.getProperty(JAAS_FILE) == null) {
            throw new IllegalArgumentException(
                    "option 'auth' needs user and password-file, or a login configuration by -D" + JAAS_FILE
                            + ", was 'sasl' without them");
        }
        this.isSasl = auth.equals("sasl") || (!isUser && System.getProperty(JAAS_FILE) != null);
        checkTls(spec.security().tls());
        this.section = isSasl && spec.security().login() instanceof Login.User user ? LoginSections.add(user) : null;
    }

    private void checkTls(Tls tls) {
        if (tls instanceof Tls.Given) {
            throw new IllegalArgumentException(
                    "TLS on ZooKeeper must be by PEM files (tls=true&ca=PATH), was an SSLContext:"
                            + " the store's client makes its own");
        }
        if (tls instanceof Tls.Pem pem) {
            Identity identity = pem.identity();
            if (identity != null && !identity.certificate().equals(identity.key())) {
                throw new IllegalArgumentException(
                        "option 'key' must name the file that 'cert' names on ZooKeeper, with the"
                                + " certificate and the key in it, was '" + identity.key()
                                + "': its client reads one file");
            }
            try (ClientX509Util client = new ClientX509Util()) {
                var unused = client.createNettySslContextForClient(tls(new ZKClientConfig(), pem));
            } catch (X509Exception | SSLException e) {
                throw new IllegalArgumentException("options 'ca', 'cert' and 'key' must name PEM files that ZooKeeper's"
                        + " client can read (keys as BEGIN PRIVATE KEY), was " + pem);
            }
        }
    }

    /** Returns whose the nodes are that this connection makes: those of whoever logged in, or everybody's. */
    static List<ACL> owners(ConnectSpec spec) {
        boolean isKnown =
                spec.security().login() instanceof Login.User || spec.options().containsKey("auth");
        return isKnown ? Ids.CREATOR_ALL_ACL : Ids.OPEN_ACL_UNSAFE;
    }

    /** Returns as whom the members are asked, for messages; empty if as nobody. */
    static String asUser(ConnectSpec spec) {
        return spec.security().login() instanceof Login.User user ? " as user '" + user.name() + "'" : "";
    }

    /**
     * Returns the configuration of the next handle.
     *
     * <p>SASL is left out where no login is configured: for it, the client looks up the name of each member that it connects
     * to, on the thread that also keeps the session alive. Where name servers do not answer, that takes longer than the
     * session lasts. With a password the name is of no use, so that it is given. Source:
     * org.apache.zookeeper.SaslServerPrincipal, org.apache.zookeeper.util.SecurityUtils.
     */
    ZKClientConfig config() {
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, String.valueOf(isSasl));
        if (section != null) {
            LoginSections.install();
            config.setProperty(ZKClientConfig.LOGIN_CONTEXT_NAME_KEY, section);
            // the mode that the client is in unless told otherwise leaves out DIGEST-MD5, the only way with a password
            config.setProperty(X509Util.FIPS_MODE_PROPERTY, "false");
            config.setProperty(ZKClientConfig.ZOOKEEPER_SERVER_PRINCIPAL, "zookeeper/zk-sasl-md5");
        }
        return spec.security().tls() instanceof Tls.Pem pem ? tls(config, pem) : config;
    }

    private static ZKClientConfig tls(ZKClientConfig config, Tls.Pem pem) {
        try (ClientX509Util names = new ClientX509Util()) {
            config.setProperty(ZKClientConfig.SECURE_CLIENT, "true");
            config.setProperty(ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, ClientCnxnSocketNetty.class.getName());
            config.setProperty(names.getSslProviderProperty(), "JDK");
            Path authorities = pem.authorities();
            if (authorities != null) {
                config.setProperty(names.getSslTruststoreLocationProperty(), authorities.toString());
                config.setProperty(names.getSslTruststoreTypeProperty(), "PEM");
            }
            Identity identity = pem.identity();
            if (identity != null) {
                config.setProperty(
                        names.getSslKeystoreLocationProperty(),
                        identity.certificate().toString());
                config.setProperty(names.getSslKeystoreTypeProperty(), "PEM");
            }
            return config;
        }
    }

    /** Tells a new handle who it is, before it is used. */
    void introduce(ZooKeeper handle) {
        if (isSasl || !(spec.security().login() instanceof Login.User user)) {
            return;
        }
        try {
            String text = user.name() + ':' + String.valueOf(user.password().reveal());
            handle.addAuthInfo("digest", text.getBytes(StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            // of a source that is not ours nothing is repeated; the nodes of the namespace will refuse a stranger
            log.warn("no password for user={}: {}", user.name(), e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        if (section != null) {
            LoginSections.remove(section);
        }
    }
}
