package dev.holdfast.spi;

import dev.holdfast.spi.Security.Identity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes a TLS context of PEM files. What a message says of a file never repeats what stands in it. */
final class PemFiles {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final char[] IN_MEMORY = "in memory only".toCharArray();

    private PemFiles() {}

    /** One block of a PEM file: what it says it is, and its bytes in Base64. */
    private record Block(String label, String text) {
        byte[] bytes() {
            return Base64.getMimeDecoder().decode(text);
        }

        @Override
        public String toString() {
            return label;
        }
    }

    static SSLContext context(@Nullable Path authorities, @Nullable Identity identity) {
        TrustManager @Nullable [] trust = authorities == null ? null : trust(authorities);
        KeyManager @Nullable [] keys = identity == null ? null : keys(identity);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no TLS", e);
        }
    }

    private static TrustManager[] trust(Path authorities) {
        List<Certificate> certificates = certificates("ca", authorities);
        try {
            KeyStore store = emptyStore();
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw refused("ca", "hold certificates that this platform can use", authorities);
        }
    }

    private static KeyManager[] keys(Identity identity) {
        List<Certificate> chain = certificates("cert", identity.certificate());
        PrivateKey key = key(identity.key());
        if (!belong(key, chain.get(0).getPublicKey())) {
            throw refused("key", "hold the key of the certificate in '" + identity.certificate() + "'", identity.key());
        }
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("identity", key, IN_MEMORY, chain.toArray(Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, IN_MEMORY);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw refused("cert", "hold a certificate that this platform can use", identity.certificate());
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(String option, Path file) {
        List<Block> blocks = blocks(option, file);
        List<Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add(factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw refused(option, "hold certificates in PEM form", file);
        }
        if (certificates.isEmpty()) {
            throw refused(option, "hold a certificate in PEM form (BEGIN CERTIFICATE)", file);
        }
        return certificates;
    }

    private static PrivateKey key(Path file) {
        for (Block block : blocks("key", file)) {
            if (block.label().equals("ENCRYPTED PRIVATE KEY")) {
                throw refused("key", "hold a key that is not encrypted; a program may give an SSLContext", file);
            }
            if (block.label().endsWith("PRIVATE KEY")) {
                return PrivateKeys.read(block.label(), block.text())
                        .orElseThrow(() -> refused("key", "hold an RSA, EC or EdDSA key", file));
            }
        }
        throw refused("key", "hold a private key in PEM form (BEGIN PRIVATE KEY)", file);
    }

    private static List<Block> blocks(String option, Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw refused(option, "name a readable file (" + e.getClass().getSimpleName() + ')', file);
        }
        return BLOCK.matcher(text)
                .results()
                .map(block -> new Block(block.group(1), block.group(2)))
                .toList();
    }

    private static boolean belong(PrivateKey key, PublicKey certified) {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(new byte[] {1});
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(new byte[] {1});
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static IllegalArgumentException refused(String option, String rule, Path file) {
        return new IllegalArgumentException("option '" + option + "' must " + rule + ", was '" + file + "'");
    }
}
