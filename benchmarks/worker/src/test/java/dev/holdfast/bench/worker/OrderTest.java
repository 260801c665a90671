package dev.holdfast.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OrderTest {

    @Test
    void an_order_is_a_verb_and_named_values() {
        Order order = Order.parse("burst lock=a=b millis=1500 threads=8\n");

        assertThat(order.verb()).isEqualTo("burst");
        assertThat(order.text("lock")).isEqualTo("a=b");
        assertThat(order.millis("millis")).isEqualTo(Duration.ofMillis(1500));
        assertThat(order.count("threads")).isEqualTo(8);
    }

    @Test
    void what_is_missing_or_malformed_is_named() {
        assertThatThrownBy(() -> Order.parse("burst").text("lock")).hasMessageContaining("needs lock");
        assertThatThrownBy(() -> Order.parse("burst lock")).hasMessageContaining("'lock'");
    }

    @Test
    void an_answer_is_one_line_whatever_its_texts_are() {
        String line = new Answer()
                .with("ops", 3)
                .with("error", "no = answer\nin time")
                .line();

        assertThat(line).isEqualTo("ok ops=3 error=no_answer_in_time");
    }
}
