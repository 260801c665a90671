package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionLimitsTest {

    private static final Mode PLAIN = new Mode(false, false);
    private static final Mode FAST = new Mode(true, false);
    private static final String REFUSAL = "Invalid Session TTL '2000000000', must be between [10s=24h0m0s]";

    @Test
    void the_refusal_of_a_server_becomes_the_range_that_it_allows() {
        StoreFault.Refused refused = new StoreFault.Refused("a:1", 500, REFUSAL);

        assertThat(SessionLimits.isTtlRefusal(REFUSAL)).isTrue();
        assertThat(SessionLimits.refusal(PLAIN, Duration.ofSeconds(2), refused))
                .hasMessageContaining("10s to 24h0m0s")
                .hasMessageContaining("2000 ms");
    }

    @Test
    void another_failure_is_no_refusal() {
        assertThat(SessionLimits.isTtlRefusal("No cluster leader")).isFalse();
    }

    @Test
    void what_no_server_takes_is_refused_before_it_is_asked() {
        assertThatIllegalArgumentException().isThrownBy(() -> SessionLimits.check(PLAIN, Duration.ofHours(25)));
        assertThatIllegalArgumentException().isThrownBy(() -> SessionLimits.check(PLAIN, Duration.ofNanos(5)));
    }

    @Test
    void the_fast_mode_asks_for_less_than_a_server_takes_as_a_ttl() {
        SessionLimits.check(FAST, Duration.ofSeconds(3));
        StoreFault.Refused refused =
                new StoreFault.Refused("a:1", 500, "Invalid Session TTL '10s', must be between [30s=24h0m0s]");

        assertThat(SessionLimits.refusal(FAST, Duration.ofSeconds(3), refused))
                .hasMessageContaining("mode=fast")
                .hasMessageContaining("30s to 24h0m0s");
    }
}
