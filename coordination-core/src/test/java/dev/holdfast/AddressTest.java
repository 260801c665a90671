package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.memory.MemoryProvider;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.ConnectSpec.Endpoint;
import dev.holdfast.spi.Telemetry;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    private static ConnectSpec spec(String address) {
        return Address.parse(address).spec(Ticker.SYSTEM, Telemetry.NONE);
    }

    @Test
    void every_part_is_read() {
        ConnectSpec spec = spec("etcd://10.0.0.1:2379,[::1]:2380/billing/eu?session=5s&drift=0.05&user=root");

        assertThat(spec.endpoints()).containsExactly(new Endpoint("10.0.0.1", 2379), new Endpoint("::1", 2380));
        assertThat(spec.endpoints().get(1)).hasToString("[::1]:2380");
        assertThat(spec.namespace()).isEqualTo("billing/eu");
        assertThat(spec.session()).isEqualTo(Duration.ofSeconds(5));
        assertThat(spec.drift()).isEqualTo(0.05);
        assertThat(spec.options()).isEqualTo(Map.of("user", "root"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"etcd://a:1", "etcd://a:1/"})
    void what_is_left_out_has_a_default(String address) {
        assertThat(spec(address).namespace()).isEqualTo("holdfast");
        assertThat(spec(address).session()).isEqualTo(Duration.ofSeconds(10));
        assertThat(Address.parse(address).connect()).isEqualTo(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @CsvSource({"500ms, 500", "5s, 5000", "2m, 120000"})
    void durations_have_a_unit(String text, long millis) {
        assertThat(spec("etcd://a:1?session=" + text).session()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                       | scheme://host:port",
                "etcd                     | scheme://host:port",
                "ETCD://a:1               | scheme://host:port",
                "etcd://a:1/ns#part       | scheme://host:port",
                "etcd://a                 | host:port",
                "etcd://a:                | host:port",
                "etcd://:1                | host:port",
                "etcd://a:0               | host:port",
                "etcd://a:65536           | host:port",
                "etcd://a:-1              | host:port",
                "etcd://a:1,              | host:port",
                "etcd://a:1,,b:2          | host:port",
                "etcd:///ns               | names no member",
                "etcd://a:1//             | namespace",
                "etcd://a:1/ns/           | namespace",
                "etcd://a:1/a//b          | namespace",
                "etcd://a:1/a b           | namespace",
                "etcd://a:1/..            | namespace",
                "etcd://a:1?session       | name=value",
                "etcd://a:1?=5s           | name=value",
                "etcd://a:1?a=1&          | name=value",
                "etcd://a:1?a=1&a=2       | twice",
                "etcd://a:1?session=5     | 500ms",
                "etcd://a:1?session=-5s   | 500ms",
                "etcd://a:1?session=      | 500ms",
                "etcd://a:1?session=0s    | session must be > 0",
                "etcd://a:1?session=9999999999s | 500ms",
                "etcd://a:1?drift=1       | drift",
                "etcd://a:1?drift=-0.1    | drift",
                "etcd://a:1?drift=NaN     | drift",
            })
    void a_bad_address_is_refused_with_what_was_expected(String address, String expected) {
        assertThatThrownBy(() -> spec(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void an_unknown_option_or_store_is_refused_with_those_that_are_known() {
        assertThatThrownBy(() -> Address.parse("memory://a:1?nonsense=1").provider(List.of(new MemoryProvider())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nonsense")
                .hasMessageContaining("client, connect, drift, session");
        assertThatThrownBy(() -> Address.parse("redis://a:1").provider(List.of(new MemoryProvider())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis")
                .hasMessageContaining("memory");
    }

    @Test
    void tokens_of_one_namespace_have_one_scope_whatever_members_are_listed() {
        assertThat(Address.parse("etcd://a:1,b:2/ns?session=5s").scope())
                .isEqualTo(Address.parse("etcd://c:3/ns").scope());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "a.b-c_d/0", "_a"})
    void plain_names_are_names(String name) {
        assertThat(Name.of("lock name", name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a", "a/", "a//b", ".", "..", "a/..", "-a", "a b", "a\n", "ä", "a%2f", "a\0"})
    void other_names_are_refused(String name) {
        assertThatThrownBy(() -> Name.of("lock name", name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("lock name");
    }

    @Test
    void names_have_200_characters_at_most() {
        assertThat(Name.of("lock name", "a".repeat(200))).hasSize(200);
        assertThatThrownBy(() -> Name.of("lock name", "a".repeat(201))).isInstanceOf(IllegalArgumentException.class);
    }
}
