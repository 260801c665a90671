package dev.holdfast;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.Group.Member;
import dev.holdfast.ServiceInstance.Mark;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Catalogue;
import dev.holdfast.spi.Catalogue.Shown;
import dev.holdfast.spi.Contention.Observation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which instances of a service there are, where, and whether they can serve. An instance is there while its session is
 * alive; one that dies vanishes when its session is over. Beside that it can say of itself that it cannot serve.
 * Where the store has a {@link Catalogue} of its own, the instances are shown there too.
 *
 * <p>Each service is a {@link Group} of its instances, so it costs the same.
 */
public final class ServiceRegistry {

    private static final Logger log = LoggerFactory.getLogger(ServiceRegistry.class);

    private final Coordination coordination;

    ServiceRegistry(Coordination coordination) {
        this.coordination = coordination;
    }

    /**
     * Registers an instance, until the registration is closed; after the end of a session it registers again by itself. If
     * the id is registered already, the later registration is shown.
     *
     * @param within how long to wait at most for the first registration
     * @throws IllegalArgumentException if the instance does not have room in an entry
     * @throws CoordinationException if it is not certain that it was registered; see its kinds
     */
    public Registration register(ServiceInstance instance, Duration within) throws InterruptedException {
        Membership membership = group(instance.service()).join(instance.payload(), within);
        return new Registration(membership, instance, coordination.backend().catalogue());
    }

    /**
     * Returns the instances of a service, whatever their marks, in the order in which they registered: one linearizable
     * read.
     *
     * @throws CoordinationException if the store could not be asked
     */
    public List<ServiceInstance> instances(String service, Duration within) throws InterruptedException {
        return instances(service, group(service).members(within));
    }

    /**
     * Tells the instances of a service, now and after each change, until the observation is closed. Calls come in order,
     * one at a time; states in between may be left out, the latest always arrives.
     */
    public Observation observe(String service, Consumer<List<ServiceInstance>> listener) {
        return group(service).observe(members -> listener.accept(instances(service, members)));
    }

    private Group group(String service) {
        return new Group(
                coordination,
                new Queue(coordination, "service", Name.of("service name", service), new Sharing.Everybody()));
    }

    private static List<ServiceInstance> instances(String service, List<Member> members) {
        Map<String, ServiceInstance> byId = new LinkedHashMap<>();
        for (Member member : members) {
            try {
                ServiceInstance instance = ServiceInstance.parse(service, member.payload());
                byId.remove(instance.id());
                byId.put(instance.id(), instance);
            } catch (IllegalArgumentException e) {
                log.warn("not an instance service={} token={}: {}", service, member.token(), e.getMessage());
            }
        }
        return List.copyOf(byId.values());
    }

    /** One instance's being registered, until it is closed. */
    public static final class Registration implements AutoCloseable {

        private final Membership membership;
        private final ServiceInstance instance;
        private final Catalogue catalogue;
        private final Object lock = new Object();

        /** What the store's own catalogue shows; null once the registration is closed. */
        @GuardedBy("lock")
        private @Nullable Shown shown;

        Registration(Membership membership, ServiceInstance instance, Catalogue catalogue) {
            this.membership = membership;
            this.instance = instance;
            this.catalogue = catalogue;
            this.shown = catalogue.show(instance.shown());
        }

        /** Returns whether the instance is certainly registered at this moment. No I/O. */
        public boolean isRegistered() {
            return membership.isMember();
        }

        /**
         * Says whether the instance can serve; it does so too after it has registered again.
         *
         * @throws CoordinationException if it is not certain that it was said; see its kinds
         */
        public void mark(Mark mark, Duration within) throws InterruptedException {
            ServiceInstance marked = instance.with(mark);
            try {
                membership.change(marked.payload(), within);
            } finally {
                show(marked);
            }
        }

        /** Shows the next before the last is taken back, so that the instance is never missing. */
        private void show(ServiceInstance marked) {
            synchronized (lock) {
                Shown last = shown;
                if (last != null) {
                    shown = catalogue.show(marked.shown());
                    last.close();
                }
            }
        }

        /** Has a callback run each time the registration is lost, with the reason, and once when it is closed. */
        public void onLost(Consumer<LossReason> listener) {
            membership.onLost(listener);
        }

        /** Removes the instance. Idempotent, never throws, and waits a second at most for the store's answer. */
        @Override
        public void close() {
            synchronized (lock) {
                if (shown != null) {
                    shown.close();
                    shown = null;
                }
            }
            membership.close();
        }
    }
}
