package dev.holdfast.memory;

import dev.holdfast.spi.Backend;
import dev.holdfast.spi.BackendProvider;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Connects to stores in memory; the host of the first member is the name of the store. */
public final class MemoryProvider implements BackendProvider {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(1);

    @Override
    public String scheme() {
        return "memory";
    }

    /** {@code client} names the client, so that a test can cut its link; two clients of one name are cut together. */
    @Override
    public Set<String> options() {
        return Set.of("client");
    }

    @Override
    public Backend connect(ConnectSpec spec, Deadline deadline) throws InterruptedException {
        if (spec.session().compareTo(SHORTEST) < 0 || spec.session().compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("session must be from " + SHORTEST.toMillis() + " ms to "
                    + LONGEST.toHours() + " h in memory, was " + spec.session());
        }
        MemoryStore store = MemoryStore.named(spec.endpoints().get(0).host());
        String client = Optional.ofNullable(spec.options().get("client")).orElseGet(store::freshClient);
        return MemoryBackend.connect(new MemoryLink(store, client, spec), spec.namespace(), spec.session(), deadline);
    }
}
