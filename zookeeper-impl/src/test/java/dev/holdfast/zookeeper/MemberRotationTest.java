package dev.holdfast.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.spi.ConnectSpec.Endpoint;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The thread of the test is the client's: that it is interrupted is what ends the client's pause. */
class MemberRotationTest {

    private static MemberRotation rotation(Duration session) {
        return new MemberRotation(
                List.of(new Endpoint("127.0.0.1", 1), new Endpoint("127.0.0.1", 2)), session, Ticker.SYSTEM);
    }

    @AfterEach
    void clear() {
        boolean unused = Thread.interrupted();
    }

    @Test
    void the_first_connect_has_no_pause_to_end() {
        MemberRotation rotation = rotation(Duration.ofSeconds(2));
        rotation.next(0);
        rotation.next(0);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void the_pause_before_a_reconnect_is_ended_for_one_round_through_the_members() {
        MemberRotation rotation = rotation(Duration.ofSeconds(2));
        rotation.next(0);
        rotation.onConnected();
        for (int i = 0; i < 2; i++) {
            rotation.next(0);
            assertThat(Thread.interrupted()).as("try %s", i).isTrue();
        }
        rotation.next(0);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_long_session_keeps_the_pause() {
        MemberRotation rotation = rotation(Duration.ofSeconds(10));
        rotation.next(0);
        rotation.onConnected();
        rotation.next(0);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_client_that_does_not_pause_is_interrupted_once_and_never_again() {
        MemberRotation rotation = rotation(Duration.ofSeconds(2));
        rotation.next(0);
        rotation.onConnected();
        rotation.next(0);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        rotation.next(0);
        rotation.onConnected();
        rotation.next(0);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
