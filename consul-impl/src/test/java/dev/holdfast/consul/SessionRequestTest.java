package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.kiwiproject.consul.util.Jackson;

class SessionRequestTest {

    /** Without these lists the server binds the session to its node's health, and a cut of that node ends it at once. */
    @Test
    void a_session_is_asked_for_without_checks_and_says_so() throws IOException {
        JsonNode request = Jackson.MAPPER.valueToTree(SessionApi.Request.of("orders", 2_500));

        for (String list : new String[] {"Checks", "NodeChecks", "ServiceChecks"}) {
            assertThat(request.path(list).isArray()).as(list).isTrue();
            assertThat(request.path(list)).isEmpty();
        }
        assertThat(request.path("TTL").asText()).isEqualTo("2500ms");
        assertThat(request.path("Behavior").asText()).isEqualTo("delete");
    }
}
