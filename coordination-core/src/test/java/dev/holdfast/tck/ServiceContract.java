package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.ServiceInstance;
import dev.holdfast.ServiceInstance.Mark;
import dev.holdfast.ServiceRegistry;
import dev.holdfast.ServiceRegistry.Registration;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.tck.BackendFixture.Client;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What the registry of services promises. */
public abstract class ServiceContract extends Contract {

    private static final String SERVICE = "billing";
    private static final ServiceInstance ONE =
            new ServiceInstance(SERVICE, "1", "10.0.0.1:80", Map.of("zone", "a&b=c", "version", "7 \u00e9"));
    private static final ServiceInstance TWO = new ServiceInstance(SERVICE, "2", "[::1]:80", Map.of());

    private static ServiceRegistry services(Client client) {
        return client.coordination().services();
    }

    @Test
    void registered_instances_are_found_as_they_were_registered() throws InterruptedException {
        Client client = client();
        assertThat(services(client).instances(SERVICE, bound())).isEmpty();
        services(client()).register(ONE, bound());
        Registration second = services(client).register(TWO, bound());
        services(client).register(new ServiceInstance("orders", "1", "elsewhere", Map.of()), bound());

        assertThat(services(client).instances(SERVICE, bound())).containsExactly(ONE, TWO);
        assertThat(second.isRegistered()).isTrue();
        second.close();
        assertThat(services(client).instances(SERVICE, bound())).containsExactly(ONE);
    }

    @Test
    void what_an_instance_says_of_its_health_is_told_and_outlives_its_session() throws InterruptedException {
        Client dying = client();
        Registration registration = services(dying).register(ONE, bound());
        Client other = client();
        BlockingQueue<List<ServiceInstance>> told = new LinkedBlockingQueue<>();
        Observation observation = services(other).observe(SERVICE, told::add);
        eventually("it is told as passing", () -> told.contains(List.of(ONE)));
        registration.mark(Mark.CRITICAL, bound());
        ServiceInstance critical = ONE.with(Mark.CRITICAL);
        eventually("it is told as critical", () -> told.contains(List.of(critical)));
        dying.expireSession();
        eventually("it is told as gone", failOver(other), () -> told.contains(List.<ServiceInstance>of()));

        eventually(
                "it is back, and still critical",
                failOver(dying),
                () -> services(other).instances(SERVICE, bound()).equals(List.of(critical)));
        assertThat(critical.isPassing()).isFalse();
        observation.close();
    }

    @Test
    void of_two_registrations_of_one_id_the_later_is_shown() throws InterruptedException {
        Client client = client();
        services(client).register(ONE, bound());
        services(client).register(TWO, bound());
        ServiceInstance moved = new ServiceInstance(SERVICE, "1", "10.0.0.9:80", Map.of());
        Registration later = services(client()).register(moved, bound());
        assertThat(services(client).instances(SERVICE, bound())).containsExactly(TWO, moved);
        later.close();

        assertThat(services(client).instances(SERVICE, bound())).containsExactly(ONE, TWO);
    }

    @Test
    void an_instance_that_is_too_long_is_refused() throws InterruptedException {
        Client client = client();
        ServiceInstance tooLong = new ServiceInstance(SERVICE, "1", "x".repeat(1_000), Map.of());

        assertThatThrownBy(() -> services(client).register(tooLong, bound()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(services(client).instances(SERVICE, bound())).isEmpty();
    }
}
