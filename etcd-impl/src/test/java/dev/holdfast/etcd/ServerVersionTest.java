package dev.holdfast.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerVersionTest {

    @Test
    void servers_before_3_5_18_are_known_to_lose_events() {
        assertThat(ServerVersion.hasWatchFaults("3.5.16")).isTrue();
        assertThat(ServerVersion.hasWatchFaults("3.5.18")).isFalse();
        assertThat(ServerVersion.hasWatchFaults("3.6.0")).isFalse();
        assertThat(ServerVersion.hasWatchFaults("of unknown version")).isFalse();
    }
}
