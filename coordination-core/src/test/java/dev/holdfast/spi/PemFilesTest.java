package dev.holdfast.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.spi.Security.Identity;
import dev.holdfast.tck.Certificates;
import dev.holdfast.tck.Certificates.Certified;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemFilesTest {

    @TempDir
    private Path folder;

    private Certificates authority;

    @BeforeEach
    void make() {
        authority = Certificates.in(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void keys_of_each_kind_are_read_apart_or_in_one_file(String algorithm) {
        Certified client = authority.certify("client", algorithm);

        assertThat(PemFiles.context(authority.authority(), new Identity(client.certificate(), client.key())))
                .isNotNull();
        assertThat(PemFiles.context(null, new Identity(client.both(), client.both())))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"RSA, RSA PRIVATE KEY", "EC, EC PRIVATE KEY"})
    void keys_in_their_older_forms_are_the_same_keys(String algorithm, String label) throws IOException {
        KeyPair pair = Certificates.keyPair(algorithm);
        byte[] older = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        if (algorithm.equals("EC")) {
            older = new org.bouncycastle.asn1.sec.ECPrivateKey(
                            256,
                            ((ECPrivateKey) pair.getPrivate()).getS(),
                            PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded())
                                    .getPrivateKeyAlgorithm()
                                    .getParameters())
                    .getEncoded();
        }
        String text = Certificates.pem(label, older).replaceAll("-----.*-----", "");

        assertThat(PrivateKeys.read(label, text))
                .hasValueSatisfying(read -> assertThat(numbers(read)).isEqualTo(numbers(pair.getPrivate())));
    }

    private static List<BigInteger> numbers(PrivateKey key) {
        return key instanceof RSAPrivateKey rsa
                ? List.of(rsa.getModulus(), rsa.getPrivateExponent())
                : List.of(((ECPrivateKey) key).getS());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"})
    void a_damaged_key_is_refused(String label) {
        Certified client = authority.certify("client", "EC");
        Path damaged = authority.write("damaged", Certificates.pem(label, new byte[] {48, 3, 2, 1, 1}));

        assertThatThrownBy(() -> PemFiles.context(null, new Identity(client.certificate(), damaged)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'key'")
                .hasMessageContaining("RSA, EC or EdDSA")
                .hasMessageContaining(damaged.toString())
                .hasNoCause();
    }

    @Test
    void an_encrypted_key_is_refused_by_its_name() {
        Certified client = authority.certify("client", "EC");
        Path encrypted = authority.write("encrypted", Certificates.pem("ENCRYPTED PRIVATE KEY", new byte[] {1}));

        assertThatThrownBy(() -> PemFiles.context(null, new Identity(client.certificate(), encrypted)))
                .hasMessageContaining("not encrypted");
    }

    @Test
    void a_key_of_another_certificate_is_refused() {
        Certified client = authority.certify("client", "EC");
        Certified other = authority.certify("other", "EC");
        Certified another = authority.certify("another", "RSA");

        assertThatThrownBy(() -> PemFiles.context(null, new Identity(client.certificate(), other.key())))
                .hasMessageContaining("the key of the certificate");
        assertThatThrownBy(() -> PemFiles.context(null, new Identity(client.certificate(), another.key())))
                .hasMessageContaining("the key of the certificate");
        assertThatCode(() -> PemFiles.context(null, new Identity(other.certificate(), other.key())))
                .doesNotThrowAnyException();
    }

    @Test
    void a_file_without_a_certificate_is_refused() throws IOException {
        Path damaged = authority.write("damaged", Certificates.pem("CERTIFICATE", new byte[] {1, 2}));
        Path empty = Files.createFile(folder.resolve("empty"));

        assertThatThrownBy(() -> PemFiles.context(damaged, null)).hasMessageContaining("'ca'");
        assertThatThrownBy(() -> PemFiles.context(empty, null)).hasMessageContaining("BEGIN CERTIFICATE");
        assertThatThrownBy(() -> PemFiles.context(folder.resolve("none"), null)).hasMessageContaining("readable");
    }
}
