package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What was learnt of paths and does not change; what was asked for longest ago is forgotten first. */
final class Recent<T> {

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<String, T> facts;

    /** @param max how many are kept */
    Recent(int max) {
        this.facts = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > max;
            }
        };
    }

    Optional<T> find(String path) {
        synchronized (lock) {
            return Optional.ofNullable(facts.get(path));
        }
    }

    void put(String path, T fact) {
        synchronized (lock) {
            facts.put(path, fact);
        }
    }
}
