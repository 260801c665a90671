package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Codec;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.Watch;
import dev.holdfast.model.Capabilities;
import dev.holdfast.model.Unavailable;
import dev.holdfast.tck.BackendFixture.Client;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What connecting, sessions and closing promise. */
public abstract class SessionContract extends Contract {

    private static String with(String address, String... options) {
        return address + (address.contains("?") ? "&" : "?") + String.join("&", options);
    }

    private String address(String... options) {
        return with(fixture().address(namespace()), options);
    }

    private Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("holdfast-")
                        || fixture().threadPrefixes().stream().anyMatch(thread.getName()::startsWith))
                .collect(Collectors.toSet());
    }

    private void awaitNoThreadsBut(Set<Thread> before) {
        eventually("no thread is left behind", () -> before.containsAll(threads()));
    }

    @Test
    void an_unknown_option_is_refused_by_name() {
        assertThatThrownBy(() -> Coordination.connect(address("nonsense=1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nonsense");
    }

    @Test
    void a_session_timeout_that_is_no_duration_is_refused() {
        assertThatThrownBy(() -> Coordination.connect(address("session=5 apples")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("session")
                .hasMessageContaining("5 apples");
    }

    @Test
    void a_session_timeout_that_the_store_cannot_keep_is_refused() {
        assertThatThrownBy(() -> Coordination.connect(address("session=1ms")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("session");
        assertThatThrownBy(() -> Coordination.connect(address("session=99999999m")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("session");
    }

    @Test
    void a_namespace_that_no_store_can_write_is_refused() {
        assertThatThrownBy(() -> Coordination.connect(fixture().address("a//b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("namespace");
    }

    @Test
    void a_dead_address_is_unavailable_within_its_time_and_leaves_no_thread() {
        Set<Thread> before = threads();
        long start = System.nanoTime();

        assertThatThrownBy(() -> Coordination.connect(with(
                        fixture().deadAddress(namespace()),
                        "connect=1s",
                        "session=" + session().toMillis() + "ms")))
                .isInstanceOf(Unavailable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        awaitNoThreadsBut(before);
    }

    @Test
    void an_interrupted_connect_leaves_nothing() throws InterruptedException {
        Set<Thread> before = threads();
        Task<Coordination> connect = start(() -> Coordination.connect(with(
                fixture().deadAddress(namespace()),
                "connect=60s",
                "session=" + session().toMillis() + "ms")));
        connect.thread().interrupt();

        assertThat(connect.failureWithin("the connect ends", bound())).isInstanceOf(InterruptedException.class);
        awaitNoThreadsBut(before);
    }

    @Test
    void the_capabilities_tell_the_session_in_force() throws InterruptedException {
        Capabilities capabilities = client().coordination().capabilities();

        assertThat(capabilities.session()).isEqualTo(session());
        assertThat(capabilities.store()).isNotBlank();
        assertThat(capabilities.failOver().longest())
                .isGreaterThanOrEqualTo(session().dividedBy(2));
    }

    @Test
    void closing_ends_the_session_in_the_store_and_every_thread() throws InterruptedException {
        Set<Thread> before = threads();
        Client client = client();
        Coordination coordination = client.coordination();
        Grant grant = coordination.lock("held").acquire(bound());
        coordination
                .election("scheduler")
                .join("a", leadership -> Thread.currentThread().join());
        Watch<String> watch = coordination.config().watch("limits", Codec.text(), bound());
        awaitQueue("election/scheduler", 1);
        coordination.close();
        coordination.close();

        assertThat(grant.isHeld()).isFalse();
        assertThat(watch.current().isPresent()).isFalse();
        awaitQueue("lock/held", 0);
        awaitQueue("election/scheduler", 0);
        client.close();
        awaitNoThreadsBut(before);
    }

    @Test
    void closing_while_cut_off_is_bounded_and_ends_every_thread() throws InterruptedException {
        Set<Thread> before = threads();
        Client client = client();
        Grant grant = client.coordination().lock("held").acquire(bound());
        client.cut();
        Task<Void> close = start(() -> {
            client.coordination().close();
            return null;
        });
        close.within("close returns", Duration.ofSeconds(10));

        assertThat(grant.isHeld()).isFalse();
        awaitNoThreadsBut(before);
        Client other = client();
        eventually(
                "the session runs out in the store",
                failOver(other),
                () -> queue("lock/held").isEmpty());
    }

    @Test
    void a_closed_coordination_refuses_further_use_by_name() throws InterruptedException {
        Coordination coordination = client().coordination();
        coordination.close();

        assertThatThrownBy(() -> coordination.lock("orders").acquire(bound()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> coordination.config().get("limits", Codec.text(), bound()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_waiter_ends_when_its_coordination_is_closed() throws InterruptedException {
        Grant holder = client().coordination().lock("held").acquire(bound());
        Coordination closing = client().coordination();
        Task<Grant> waiter = start(() -> closing.lock("held").acquire(bound().multipliedBy(2)));
        awaitQueue("lock/held", 2);
        closing.close();

        assertThat(waiter.failureWithin("the waiter ends", bound())).isInstanceOf(IllegalStateException.class);
        awaitQueue("lock/held", 1);
        assertThat(holder.isHeld()).isTrue();
    }

    @Test
    void after_the_end_of_a_session_a_new_one_is_made_by_itself_and_lasts() throws InterruptedException {
        Client client = client();
        for (int i = 0; i < 2; i++) {
            Grant lost = client.coordination().lock("held").acquire(failOver(client));
            client.expireSession();
            eventually("the loss is seen", failOver(client), () -> !lost.isHeld());
        }
        Grant grant = client.coordination().lock("held").acquire(failOver(client));

        throughout("the right is kept", session().multipliedBy(2), grant::isHeld);
    }
}
