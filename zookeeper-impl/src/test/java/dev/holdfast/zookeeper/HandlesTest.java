package dev.holdfast.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.ConnectSpec.Endpoint;
import dev.holdfast.spi.Telemetry;
import dev.holdfast.spi.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HandlesTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    /** Does something when a handle is about to be made, and nothing else. */
    private record AtMaking(Runnable action) implements Handles.Listener {
        @Override
        public void connected(ZooKeeper handle, long sentNanos) {}

        @Override
        public void disconnected(ZooKeeper handle) {}

        @Override
        public void refused(ZooKeeper handle) {}

        @Override
        public void over(@Nullable ZooKeeper handle) {
            if (handle == null) {
                action.run();
            }
        }
    }

    /** Where nobody answers. */
    private static ConnectSpec nowhere() {
        return new ConnectSpec(
                List.of(new Endpoint("127.0.0.1", 1)),
                "nowhere",
                Duration.ofSeconds(4),
                0.01,
                Map.of(),
                Ticker.SYSTEM,
                Telemetry.NONE);
    }

    private static ZooKeeper make(Handles handles) throws IOException {
        return handles.newZooKeeper("127.0.0.1:1", 4_000, event -> {}, false);
    }

    @Test
    void a_handle_that_is_being_made_while_the_connection_closes_is_closed_too() throws IOException {
        Handles[] handles = new Handles[1];
        handles[0] = new Handles(nowhere(), new AtMaking(() -> handles[0].close()));

        ZooKeeper late = make(handles[0]);

        await("the handle is closed").atMost(BOUND).until(() -> !late.getState().isAlive());
    }

    @Test
    void no_handle_is_made_once_the_connection_is_closed() {
        Handles handles = new Handles(nowhere(), new AtMaking(() -> {}));
        handles.close();

        assertThatThrownBy(() -> make(handles)).isInstanceOf(IOException.class).hasMessageContaining("closed");
    }

    @Test
    void an_open_connection_makes_handles() throws IOException {
        Handles handles = new Handles(nowhere(), new AtMaking(() -> {}));

        ZooKeeper handle = make(handles);

        assertThat(handle.getState().isAlive()).isTrue();
        handles.close();
        await("the handle is closed")
                .atMost(BOUND)
                .until(() -> !handle.getState().isAlive());
    }
}
