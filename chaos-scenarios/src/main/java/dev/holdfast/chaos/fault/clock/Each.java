package dev.holdfast.chaos.fault.clock;

import dev.holdfast.chaos.fault.HealFailed;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Healing several things, of which one that cannot be healed must not keep the others. */
final class Each {

    private Each() {}

    /** Does it to each, and throws the first {@link HealFailed} at the end. */
    static <T> void of(Collection<T> things, Consumer<T> action) {
        HealFailed first = null;
        for (T thing : things) {
            first = attempt(thing, action, first);
        }
        if (first != null) {
            throw first;
        }
    }

    private static <T> @Nullable HealFailed attempt(T thing, Consumer<T> action, @Nullable HealFailed first) {
        try {
            action.accept(thing);
            return first;
        } catch (RuntimeException e) {
            HealFailed failed = e instanceof HealFailed known ? known : new HealFailed("heal clock: " + e, e);
            if (first != null) {
                first.addSuppressed(failed);
            }
            return first == null ? failed : first;
        }
    }
}
