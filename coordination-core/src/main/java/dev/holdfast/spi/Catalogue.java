package dev.holdfast.spi;

import java.util.Map;
import java.util.Objects;

/**
 * The list of services that a store keeps by itself, for those who ask it without this toolkit: operators, DNS, proxies. Not
 * a primitive, and nothing is decided by it: whoever asks this toolkit is answered from the queue of the service.
 */
public interface Catalogue {

    /** The catalogue of a store that has none: nothing is shown. */
    Catalogue NONE = instance -> () -> {};

    /**
     * Shows an instance: while the session is alive, and again with each session that follows, until it is taken back.
     * Returns at once; errors are logged, tried again where that can help, and concern nobody else.
     */
    Shown show(Instance instance);

    /**
     * An instance of a service.
     *
     * @param service the name of the service
     * @param id what tells this instance from the others of the service
     * @param address where it is reached, in whatever form its clients understand
     * @param metadata what else its clients want to know
     * @param isPassing whether it says that it can serve
     */
    record Instance(String service, String id, String address, Map<String, String> metadata, boolean isPassing) {
        public Instance {
            Objects.requireNonNull(service, "service");
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(address, "address");
            metadata = Map.copyOf(metadata);
        }
    }

    /** One instance's being shown, until it is taken back. */
    interface Shown extends AutoCloseable {

        /** Takes the instance back. Returns at once; idempotent. */
        @Override
        void close();
    }
}
