package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Consul is told of the addresses of instances. */
class ReachTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1:80, 10.0.0.1, 80",
        "10.0.0.1, 10.0.0.1, 0",
        "[::1]:80, ::1, 80",
        "https://host.example:8443/api, host.example, 8443",
        "host:70000, host:70000, 0",
        "::1, ::1, 0",
        "by phone: 5, by phone: 5, 0",
    })
    void an_address_is_told_as_host_and_port_where_it_has_that_form(String address, String host, int port) {
        assertThat(Reach.of(address)).isEqualTo(new Reach(host, port));
    }
}
