package dev.holdfast.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.Keep;
import dev.holdfast.spi.ConnectSpec.Endpoint;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberRotationTest {

    /** Stands for the client's thread, which leaves out its pause while the field is set. */
    private static final class Client extends Thread {

        private final Runnable task;

        @Keep
        private boolean isFirstConnect;

        Client(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            task.run();
        }
    }

    private static MemberRotation rotation(Duration session) {
        return new MemberRotation(
                List.of(new Endpoint("127.0.0.1", 1), new Endpoint("127.0.0.1", 2)), session, Ticker.SYSTEM);
    }

    /** Returns whether a client leaves out its pause before it does as it is told. */
    private static boolean leavesOutPause(Runnable told) throws InterruptedException {
        Client client = new Client(told);
        client.start();
        client.join();
        return client.isFirstConnect;
    }

    @Test
    void the_first_connect_has_no_pause_to_leave_out() throws InterruptedException {
        MemberRotation rotation = rotation(Duration.ofSeconds(2));

        assertThat(leavesOutPause(() -> rotation.next(0))).isFalse();
    }

    @Test
    void the_pause_before_a_reconnect_is_left_out_for_one_round_through_the_members() throws InterruptedException {
        MemberRotation rotation = rotation(Duration.ofSeconds(2));
        rotation.next(0);
        rotation.onConnected();
        for (int i = 0; i < 2; i++) {
            assertThat(leavesOutPause(() -> rotation.next(0))).as("try %s", i).isTrue();
        }

        assertThat(leavesOutPause(() -> rotation.next(0))).isFalse();
    }

    @Test
    void a_long_session_keeps_the_pause() throws InterruptedException {
        MemberRotation rotation = rotation(Duration.ofSeconds(10));
        rotation.next(0);
        rotation.onConnected();

        assertThat(leavesOutPause(() -> rotation.next(0))).isFalse();
    }

    @Test
    void a_client_that_knows_its_first_connect_by_something_else_keeps_the_pause() {
        MemberRotation rotation = rotation(Duration.ofSeconds(2));
        rotation.next(0);
        rotation.onConnected();

        assertThat(rotation.next(0).getPort()).isPositive();
    }
}
