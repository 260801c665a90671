package dev.holdfast.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LedgerTest {

    private final Ledger ledger = Ledger.open("127.0.0.1");

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void a_fenced_write_with_an_older_token_is_refused() throws IOException {
        assertThat(send("write orders 7 true")).isEqualTo("accepted 1");
        assertThat(send("write orders 9 true")).isEqualTo("accepted 2");
        assertThat(send("write orders 7 true")).isEqualTo("refused 9");
        assertThat(send("write orders 9 true")).isEqualTo("accepted 3");
    }

    @Test
    void an_unfenced_write_with_an_older_token_is_accepted() throws IOException {
        assertThat(send("write orders 9 false")).isEqualTo("accepted 1");
        assertThat(send("write orders 7 false")).isEqualTo("accepted 2");
    }

    @Test
    void the_tokens_of_two_names_have_nothing_to_do_with_each_other() throws IOException {
        assertThat(send("write orders 9 true")).isEqualTo("accepted 1");
        assertThat(send("write invoices 3 true")).isEqualTo("accepted 2");
    }

    @Test
    void what_is_no_write_is_answered_with_what_was_expected() throws IOException {
        assertThat(send("delete everything")).startsWith("error: expected 'write NAME TOKEN FENCED'");
    }

    private String send(String line) throws IOException {
        String address = ledger.address();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }
}
