package dev.holdfast.spi;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Reads private keys in the forms that tools write: PKCS #8, and the older ones of RSA (PKCS #1) and EC (SEC 1), which the
 * platform reads once they are wrapped.
 *
 * <p>Source: RFC 5208 section 5, RFC 8017 appendix A.1.2, RFC 5915 section 3.
 */
final class PrivateKeys {

    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xa0;

    private static final byte[] VERSION = {INTEGER, 1, 0};
    /** {@code rsaEncryption} with its empty parameters. */
    private static final byte[] RSA = {6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0};
    /** {@code id-ecPublicKey}; the curve follows. */
    private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private PrivateKeys() {}

    /** Returns the key of a PEM block in Base64; empty if it is of no kind that is known, or damaged. */
    static Optional<PrivateKey> read(String label, String text) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(text);
            return switch (label) {
                case "PRIVATE KEY" -> decode(bytes, List.of("RSA", "EC", "EdDSA"));
                case "RSA PRIVATE KEY" -> decode(wrap(RSA, bytes), List.of("RSA"));
                case "EC PRIVATE KEY" -> decode(wrap(join(EC, curve(bytes)), bytes), List.of("EC"));
                default -> Optional.empty();
            };
        } catch (BufferUnderflowException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static Optional<PrivateKey> decode(byte[] pkcs8, List<String> algorithms) {
        for (String algorithm : algorithms) {
            try {
                return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
            } catch (GeneralSecurityException anotherKind) {
                // the next algorithm may know it
            }
        }
        return Optional.empty();
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, join(VERSION, element(SEQUENCE, algorithm), element(OCTETS, key)));
    }

    /** Returns the name of the curve, which an EC key of SEC 1 carries after its version and its number. */
    private static byte[] curve(byte[] key) {
        ByteBuffer inside = ByteBuffer.wrap(content(ByteBuffer.wrap(key), SEQUENCE));
        content(inside, INTEGER);
        content(inside, OCTETS);
        return content(inside, PARAMETERS);
    }

    /** Takes the next element away and returns what is in it. */
    private static byte[] content(ByteBuffer from, int tag) {
        if ((from.get() & 0xff) != tag) {
            throw new IllegalArgumentException("another element was expected");
        }
        int length = from.get() & 0xff;
        if (length > 0x80) {
            int digits = length - 0x80;
            length = 0;
            for (int i = 0; i < digits; i++) {
                length = (length << 8) | (from.get() & 0xff);
            }
        }
        if (length < 0 || length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] content = new byte[length];
        from.get(content);
        return content;
    }

    private static byte[] element(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return join(head, content);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
