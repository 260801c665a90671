package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.ServiceInstance.Mark;
import dev.holdfast.ServiceRegistry.Registration;
import dev.holdfast.model.Capabilities;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.Catalogue;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Entries;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a store's own catalogue is told of the instances of a service. */
class ServiceCatalogueTest {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final ServiceInstance ONE = new ServiceInstance("billing", "1", "10.0.0.1:80", Map.of("zone", "a"));

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Coordination process = connect();

    private Coordination connect() {
        try {
            return Coordination.connect("memory://catalogue:1/" + System.identityHashCode(this), Catalogued::new);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        process.close();
    }

    /** A backend of a store that has a catalogue. */
    private final class Catalogued implements Backend {

        private final Backend real;

        Catalogued(Backend real) {
            this.real = real;
        }

        @Override
        public Capabilities capabilities() {
            return real.capabilities();
        }

        @Override
        public Contention contention() {
            return real.contention();
        }

        @Override
        public Entries entries() {
            return real.entries();
        }

        @Override
        public Catalogue catalogue() {
            return instance -> {
                String what = instance.id() + " at " + instance.address() + (instance.isPassing() ? "" : ", critical");
                told.add("show " + what);
                return () -> told.add("take back " + what);
            };
        }

        @Override
        public void close() {
            real.close();
        }
    }

    @Test
    void an_instance_is_shown_until_its_registration_is_closed() throws InterruptedException {
        Registration registration = process.services().register(ONE, BOUND);
        assertThat(told).containsExactly("show 1 at 10.0.0.1:80");
        registration.close();
        registration.close();
        registration.mark(Mark.CRITICAL, BOUND);

        assertThat(told).containsExactly("show 1 at 10.0.0.1:80", "take back 1 at 10.0.0.1:80");
    }

    @Test
    void an_instance_with_another_mark_is_shown_before_the_former_one_is_taken_back() throws InterruptedException {
        Registration registration = process.services().register(ONE, BOUND);
        registration.mark(Mark.CRITICAL, BOUND);

        assertThat(told)
                .containsExactly(
                        "show 1 at 10.0.0.1:80", "show 1 at 10.0.0.1:80, critical", "take back 1 at 10.0.0.1:80");
    }

    @Test
    void an_instance_that_is_refused_is_not_shown() {
        ServiceInstance tooLong = new ServiceInstance("billing", "1", "x".repeat(1_000), Map.of());

        assertThatThrownBy(() -> process.services().register(tooLong, BOUND))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(told).isEmpty();
    }
}
