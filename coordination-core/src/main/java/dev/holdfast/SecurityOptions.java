package dev.holdfast;

import dev.holdfast.spi.BackendProvider;
import dev.holdfast.spi.Secret;
import dev.holdfast.spi.Security;
import dev.holdfast.spi.Security.Identity;
import dev.holdfast.spi.Security.Login;
import dev.holdfast.spi.Security.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The options of an address that say who trusts whom: names of files and users, never a secret itself. */
final class SecurityOptions {

    /** All of them; those that a store can use are among its own options. */
    static final Set<String> NAMES = Set.of("tls", "ca", "cert", "key", "user", "password-file", "token-file");

    private static final Logger log = LoggerFactory.getLogger(SecurityOptions.class);

    private final String address;
    private final Map<String, String> options;

    /** @param address as messages may show it */
    SecurityOptions(String address, Map<String, String> options) {
        this.address = address;
        this.options = options;
    }

    /**
     * Adds what the options say to what the program gave, and looks at every file and secret, before anything is opened.
     *
     * @throws IllegalArgumentException if they say the same thing, or a file does not hold what it should
     */
    Security and(Security given) {
        Tls tls = tls();
        Login login = login();
        if (tls.isOn() && given.tls().isOn()) {
            throw new IllegalArgumentException(
                    "TLS must be set in address '" + address + "' or by the program, not both");
        }
        boolean named = !(login instanceof Login.Nobody);
        if (named && !(given.login() instanceof Login.Nobody)) {
            throw new IllegalArgumentException(
                    "the login must be set in address '" + address + "' or by the program, not both");
        }
        Security all = new Security(tls.isOn() ? tls : given.tls(), named ? login : given.login());
        var unused = all.tls().context();
        check(all.login());
        if (!all.tls().isOn() && !(all.login() instanceof Login.Nobody)) {
            log.warn("credentials go over plain connections address={}; tls=true encrypts them", address);
        }
        return all;
    }

    private static void check(Login login) {
        if (login instanceof Login.User user) {
            var unused = user.password().reveal();
        } else if (login instanceof Login.Token token) {
            var unused = token.token().reveal();
        }
    }

    /** Refuses what the program gave if the store has no use for it. */
    static void checkUsable(Security given, BackendProvider provider) {
        String needed = given.login() instanceof Login.User
                ? "user"
                : given.login() instanceof Login.Token ? "token-file" : null;
        if (needed != null && !provider.options().contains(needed)) {
            throw new IllegalArgumentException("login must be of a kind that " + provider.scheme() + " knows, was "
                    + given.login().getClass().getSimpleName());
        }
        if (given.tls().isOn() && !provider.options().contains("tls")) {
            throw new IllegalArgumentException("TLS must not be asked for on " + provider.scheme() + ": it has none");
        }
    }

    private Tls tls() {
        String tls = options.getOrDefault("tls", "false");
        if (!tls.equals("true") && !tls.equals("false")) {
            throw refused("tls", "be true or false", tls);
        }
        Path ca = file("ca", false);
        Path cert = file("cert", false);
        Path key = file("key", true);
        if (tls.equals("false")) {
            if (ca != null || cert != null || key != null) {
                throw refused("tls", "be true where ca, cert or key is given", tls);
            }
            return new Tls.Off();
        }
        if (cert == null && key == null) {
            return new Tls.Pem(ca, null);
        }
        if (cert == null || key == null) {
            throw refused(cert == null ? "cert" : "key", "be given with the other of cert and key", "left out");
        }
        return new Tls.Pem(ca, new Identity(cert, key));
    }

    private Login login() {
        String user = options.get("user");
        Path password = file("password-file", true);
        Path token = file("token-file", true);
        if (token != null) {
            if (user != null || password != null) {
                throw refused("token-file", "be given without user and password-file", token.toString());
            }
            return new Login.Token(Secret.inFile(token));
        }
        if (user == null && password == null) {
            return new Login.Nobody();
        }
        if (user == null || user.isEmpty() || password == null) {
            throw refused(
                    password == null ? "password-file" : "user", "be given with the other of the two", "left out");
        }
        return new Login.User(user, Secret.inFile(password));
    }

    private @Nullable Path file(String option, boolean isSecret) {
        String value = options.get(option);
        if (value == null) {
            return null;
        }
        Path file;
        try {
            file = Path.of(value);
        } catch (InvalidPathException e) {
            throw refused(option, "name a file", value);
        }
        if (value.isEmpty() || !Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw refused(option, "name a file that exists and is readable", value);
        }
        if (isSecret && isOpenToAll(file)) {
            log.warn(
                    "file with a secret is readable by everybody option={} file={}; chmod 600 closes it", option, file);
        }
        return file;
    }

    static boolean isOpenToAll(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (UnsupportedOperationException | IOException e) {
            // a file system without these permissions has nothing to say
            return false;
        }
    }

    private IllegalArgumentException refused(String option, String rule, String value) {
        return new IllegalArgumentException(
                "option '" + option + "' in address '" + address + "' must " + rule + ", was '" + value + "'");
    }
}
