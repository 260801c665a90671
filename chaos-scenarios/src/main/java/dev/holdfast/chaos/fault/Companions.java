package dev.holdfast.chaos.fault;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Things of which a cluster has one, each made by the first fault that asks for it. Safe for use by several threads. */
public final class Companions {

    @GuardedBy("this")
    private final Map<Class<?>, Object> made = new HashMap<>();

    /** Returns the one of that class. */
    public synchronized <T> T one(Class<T> type, Supplier<T> maker) {
        return type.cast(made.computeIfAbsent(type, t -> maker.get()));
    }
}
