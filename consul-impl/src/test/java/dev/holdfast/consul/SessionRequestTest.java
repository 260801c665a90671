package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.kiwiproject.consul.util.Jackson;

class SessionRequestTest {

    /** Without these lists the server binds the session to its node's health, and a cut of that node ends it at once. */
    @Test
    void a_session_is_asked_for_without_checks_and_says_so() throws IOException {
        JsonNode request = Jackson.MAPPER.valueToTree(SessionApi.Request.plain("orders", Duration.ofMillis(2_500)));

        for (String list : new String[] {"NodeChecks", "ServiceChecks"}) {
            assertThat(request.path(list).isArray()).as(list).isTrue();
            assertThat(request.path(list)).isEmpty();
        }
        assertThat(request.path("TTL").asText()).isEqualTo("2500ms");
        assertThat(request.path("Behavior").asText()).isEqualTo("delete");
    }

    /** A lock-delay shorter than the check's TTL would let another in while the old holder still trusts a heartbeat. */
    @Test
    void a_session_that_hangs_on_a_check_has_a_lock_delay_as_long_as_its_holder_trusts_a_heartbeat() {
        JsonNode request = Jackson.MAPPER.valueToTree(
                SessionApi.Request.boundTo("c-1", "orders", Duration.ofSeconds(10), Duration.ofSeconds(3)));

        assertThat(request.path("NodeChecks").isArray()).isTrue();
        assertThat(request.path("NodeChecks")).isEmpty();
        assertThat(request.path("ServiceChecks").path(0).path("ID").asText()).isEqualTo("c-1");
        assertThat(request.path("LockDelay").asText()).isEqualTo("3000ms");
    }
}
