package dev.holdfast.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for one test run: made when it is needed, in a folder that goes with the test. */
public final class Certificates {

    private static final Duration LIFE = Duration.ofDays(1);

    private final Path folder;
    private final X500Name name = new X500Name("CN=authority of a test");
    private final KeyPair keys = keyPair("EC");
    private final AtomicLong serial = new AtomicLong(1);
    private final Path authority;

    private Certificates(Path folder) {
        this.folder = folder;
        this.authority = write("ca.pem", pem("CERTIFICATE", encoded(certificate(name, keys, true, new String[0]))));
    }

    /** Makes an authority that writes into a folder. */
    public static Certificates in(Path folder) {
        try {
            return new Certificates(Files.createDirectories(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("make " + folder, e);
        }
    }

    /** Files of one certified key: apart, and both in one. */
    public record Certified(Path certificate, Path key, Path both) {}

    /** Returns the file of the authority's own certificate. */
    public Path authority() {
        return authority;
    }

    /**
     * Certifies a fresh key.
     *
     * @param commonName of the subject, and of the files
     * @param algorithm {@code EC}, {@code RSA} or {@code Ed25519}
     * @param addresses IP addresses that a server may be reached at
     */
    public Certified certify(String commonName, String algorithm, String... addresses) {
        KeyPair fresh = keyPair(algorithm);
        String certificate =
                pem("CERTIFICATE", encoded(certificate(new X500Name("CN=" + commonName), fresh, false, addresses)));
        String key = pem("PRIVATE KEY", fresh.getPrivate().getEncoded());
        return new Certified(
                write(commonName + ".pem", certificate),
                write(commonName + ".key", key),
                write(commonName + "-both.pem", key + certificate));
    }

    private X509Certificate certificate(
            X500Name subject, KeyPair subjectKeys, boolean isAuthority, String[] addresses) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.valueOf(serial.getAndIncrement()),
                    Date.from(Instant.now().minus(LIFE)),
                    Date.from(Instant.now().plus(LIFE)),
                    subject,
                    subjectKeys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
            if (addresses.length > 0) {
                GeneralName[] names = new GeneralName[addresses.length];
                for (int i = 0; i < names.length; i++) {
                    names[i] = new GeneralName(GeneralName.iPAddress, addresses[i]);
                }
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("certify " + subject, e);
        }
    }

    /** Makes a key pair that is certified by nobody. */
    public static KeyPair keyPair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("RSA")) {
                generator.initialize(2048);
            } else if (algorithm.equals("EC")) {
                generator.initialize(256);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("make a key of " + algorithm, e);
        }
    }

    /** Returns a key as a PEM block. */
    public static String pem(String label, Key key) {
        return pem(label, key.getEncoded());
    }

    /** Returns one PEM block. */
    public static String pem(String label, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }

    /** Writes a file that its owner alone may read. */
    public Path write(String file, String text) {
        Path path = folder.resolve(file);
        try {
            Files.writeString(path, text);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException("write " + path, e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("encode a certificate", e);
        }
    }
}
