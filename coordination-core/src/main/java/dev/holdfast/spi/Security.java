package dev.holdfast.spi;

import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a client and a store prove to each other who they are. Immutable, and free of secrets in its text.
 *
 * @param tls how the members prove who they are, and the client's certificate
 * @param login as whom the client asks
 */
public record Security(Tls tls, Login login) {

    /** Plain connections, by nobody in particular. */
    public static final Security NONE = new Security(new Tls.Off(), new Login.Nobody());

    /** Returns the same with TLS by a context that the program has made, with its keys and whom it trusts. */
    public Security withTls(SSLContext context) {
        return new Security(new Tls.Given(context), login);
    }

    /** Returns the same with TLS. */
    public Security withTls(Tls other) {
        return new Security(other, login);
    }

    /** Returns the same with a login by name and password. */
    public Security withUser(String name, Secret password) {
        return new Security(tls, new Login.User(name, password));
    }

    /** Returns the same with a token sent with each request. */
    public Security withToken(Secret token) {
        return new Security(tls, new Login.Token(token));
    }

    /** How connections are made. */
    public sealed interface Tls {

        /**
         * Makes what connections are made with; empty if they are plain.
         *
         * @throws IllegalArgumentException if a file does not hold what it should
         */
        Optional<SSLContext> context();

        default boolean isOn() {
            return !(this instanceof Off);
        }

        /** No TLS. */
        record Off() implements Tls {
            @Override
            public Optional<SSLContext> context() {
                return Optional.empty();
            }
        }

        /** By a context of the program's own. */
        record Given(SSLContext made) implements Tls {
            @Override
            public Optional<SSLContext> context() {
                return Optional.of(made);
            }

            @Override
            public String toString() {
                return "Given(an SSLContext)";
            }
        }

        /**
         * By PEM files.
         *
         * @param authorities the certificates of those who vouch for the members; null for those that the platform trusts
         * @param identity what the client shows; null if it has no certificate
         */
        record Pem(@Nullable Path authorities, @Nullable Identity identity) implements Tls {
            @Override
            public Optional<SSLContext> context() {
                return Optional.of(PemFiles.context(authorities, identity));
            }
        }
    }

    /**
     * A client's certificate.
     *
     * @param certificate a PEM file: the certificate, then those of the authorities between it and a root
     * @param key a PEM file with the private key; it may be the same file
     */
    public record Identity(Path certificate, Path key) {}

    /** As whom the client asks. */
    public sealed interface Login {

        /** As nobody, or as the certificate says. */
        record Nobody() implements Login {}

        /** As a user with a password. */
        record User(String name, Secret password) implements Login {
            public User {
                if (name.isEmpty()) {
                    throw new IllegalArgumentException("user must not be empty");
                }
            }
        }

        /** As whoever has the token. */
        record Token(Secret token) implements Login {}
    }
}
