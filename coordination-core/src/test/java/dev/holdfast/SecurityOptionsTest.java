package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.memory.MemoryProvider;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Secret;
import dev.holdfast.spi.Security;
import dev.holdfast.spi.Security.Login;
import dev.holdfast.spi.Telemetry;
import dev.holdfast.spi.Ticker;
import dev.holdfast.tck.Certificates;
import dev.holdfast.tck.Certificates.Certified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityOptionsTest {

    private static final String SECRET = "s3cret-w0rd";

    @TempDir
    private Path folder;

    private static ConnectSpec spec(String options) {
        return spec(options, Security.NONE);
    }

    private static ConnectSpec spec(String options, Security given) {
        return Address.parse("etcd://a:1/ns?" + options).spec(Ticker.SYSTEM, given, Telemetry.NONE);
    }

    private Path secretFile() {
        return Certificates.in(folder).write("secret", SECRET + "\n");
    }

    @Test
    void a_user_has_the_password_that_stands_in_the_file() {
        ConnectSpec spec = spec("user=billing&password-file=" + secretFile());

        Login.User user = (Login.User) spec.security().login();
        assertThat(user.name()).isEqualTo("billing");
        assertThat(user.password().reveal()).isEqualTo(SECRET.toCharArray());
        assertThat(spec.options()).isEmpty();
    }

    @Test
    void a_file_is_read_again_at_each_login() throws IOException {
        Path file = secretFile();
        Login.Token token = (Login.Token) spec("token-file=" + file).security().login();

        Files.writeString(file, "the next one");

        assertThat(token.token().reveal()).isEqualTo("the next one".toCharArray());
    }

    @Test
    void a_supplier_is_asked_again_at_each_login() {
        Deque<String> values = new ArrayDeque<>(List.of("one", "two"));
        Secret secret = Secret.from(() -> values.remove().toCharArray());

        assertThat(secret.reveal()).isEqualTo("one".toCharArray());
        assertThat(secret.reveal()).isEqualTo("two".toCharArray());
    }

    @Test
    void pem_files_make_a_context() {
        Certificates authority = Certificates.in(folder);
        Certified client = authority.certify("client", "EC");
        Security security = spec("tls=true&ca=" + authority.authority() + "&cert=" + client.certificate() + "&key="
                        + client.key())
                .security();

        assertThat(security.tls().context()).isPresent();
        assertThat(spec("tls=true").security().tls().context()).isPresent();
        assertThat(spec("tls=false").security().tls().context()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tls=yes                          | 'tls' | be true or false",
                "ca=%s                            | 'tls' | be true where",
                "tls=true&ca=/none                | 'ca' | exists",
                "tls=true&ca=                     | 'ca' | exists",
                "tls=true&ca=%s                   | 'ca' | BEGIN CERTIFICATE",
                "tls=true&cert=%s                 | 'key' | both",
                "tls=true&key=%s                  | 'cert' | both",
                "tls=true&cert=%s&key=%s          | 'cert' | BEGIN CERTIFICATE",
                "user=me                          | 'password-file' | both",
                "password-file=%s                 | 'user' | both",
                "user=&password-file=%s           | 'user' | both",
                "user=me&password-file=/none      | 'password-file' | exists",
                "token-file=/none                 | 'token-file' | exists",
                "token-file=%s&user=me            | 'token-file' | without user",
            })
    void what_does_not_fit_is_refused_by_name_rule_and_value(String options, String option, String rule) {
        String file = secretFile().toString();
        assertThatThrownBy(() -> spec(options.replace("%s", file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(option)
                .hasMessageContaining(rule.equals("both") ? "with the other" : rule)
                .hasMessageContaining("was '")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void an_empty_secret_is_refused() throws IOException {
        Path file = Files.createFile(folder.resolve("empty"));

        assertThatThrownBy(() -> spec("token-file=" + file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("secret must not be empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "etcd://me:s3cret-w0rd@a:1/ns",
                "etcd://me:p/s3cret-w0rd@a:1/ns",
                "etcd://me:p?s3cret-w0rd@a:1/ns",
                "me:s3cret-w0rd@a:1",
                "etcd://a:1/ns?password=s3cret-w0rd",
                "etcd://a:1/ns?session=5s&Password=s3cret-w0rd",
                "etcd://a:1/ns?token=s3cret#w0rd&x=s3cret-w0rd",
                "etcd://a:1/ns?client-secret=s3cret-w0rd",
                "etcd//a:1/ns?pass=s3cret-w0rd",
                "etcd://a:1/ns?passphrase=s3cret-w0rd",
            })
    void a_secret_in_an_address_is_refused_and_not_repeated(String address) {
        assertThatThrownBy(() -> Address.parse(address).provider(List.of(new MemoryProvider())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret")
                .hasMessageNotContaining("w0rd");
    }

    @Test
    void the_address_and_the_program_do_not_both_say_the_same() throws NoSuchAlgorithmException {
        Security tls = Security.NONE.withTls(SSLContext.getDefault());
        Security user = Security.NONE.withUser("you", Secret.of(SECRET.toCharArray()));

        assertThat(spec("tls=true", user).security().login()).isEqualTo(user.login());
        assertThatThrownBy(() -> spec("tls=true", tls)).hasMessageContaining("not both");
        assertThatThrownBy(() -> spec("user=me&password-file=" + secretFile(), user))
                .hasMessageContaining("not both")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void a_store_that_has_no_use_for_it_refuses_it() throws NoSuchAlgorithmException {
        Security tls = Security.NONE.withTls(SSLContext.getDefault());
        Security user = Security.NONE.withUser("you", Secret.of(SECRET.toCharArray()));

        assertThatThrownBy(() -> Coordination.connect("memory://a:1", tls)).hasMessageContaining("memory");
        assertThatThrownBy(() -> Coordination.connect("memory://a:1", user))
                .hasMessageContaining("memory")
                .hasMessageContaining("User");
        assertThatThrownBy(() -> Coordination.connect("memory://a:1?tls=true")).hasMessageContaining("'tls'");
    }

    @Test
    void no_text_of_a_security_shows_a_secret() {
        Security user = Security.NONE.withUser("you", Secret.of(SECRET.toCharArray()));
        Security token = Security.NONE.withToken(Secret.from(SECRET::toCharArray));

        assertThat(user.toString()).contains("you").doesNotContain(SECRET);
        assertThat(token.toString()).doesNotContain(SECRET);
        assertThat(spec("", user).toString()).doesNotContain(SECRET);
    }

    @Test
    void a_file_that_everybody_can_read_is_noticed() throws IOException {
        Path file = secretFile();
        assertThat(SecurityOptions.isOpenToAll(file)).isFalse();

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(SecurityOptions.isOpenToAll(file)).isTrue();
    }
}
