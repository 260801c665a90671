package dev.holdfast.chaos.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a watch has shown so far of some objects. A watch that breaks off is begun again from a list, and what that list
 * lacks counts as deleted. Objects are told apart by uid: one of the same name in the place of another is another.
 */
final class Feed implements AutoCloseable {

    private final Changes changes;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<String, JsonNode> byUid = new LinkedHashMap<>();

    @GuardedBy("lock")
    private final Set<String> deleted = new HashSet<>();

    @GuardedBy("lock")
    private @Nullable SharedIndexInformer<GenericKubernetesResource> informer;

    private Feed(Changes changes) {
        this.changes = changes;
    }

    /** Starts to follow and returns once the objects that exist are known. */
    static Feed of(Informable<GenericKubernetesResource> objects, Changes changes) {
        Feed feed = new Feed(changes);
        SharedIndexInformer<GenericKubernetesResource> informer = objects.inform(feed.handler());
        synchronized (feed.lock) {
            feed.informer = informer;
        }
        return feed;
    }

    private ResourceEventHandler<GenericKubernetesResource> handler() {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(GenericKubernetesResource object) {
                shown(object);
            }

            @Override
            public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource object) {
                if (!Api.uid(old).equals(Api.uid(object))) {
                    gone(old);
                }
                shown(object);
            }

            @Override
            public void onDelete(GenericKubernetesResource object, boolean lastStateUnknown) {
                gone(object);
            }
        };
    }

    private void shown(GenericKubernetesResource object) {
        synchronized (lock) {
            byUid.put(Api.uid(object), Api.json(object));
        }
        changes.happened();
    }

    private void gone(GenericKubernetesResource object) {
        synchronized (lock) {
            byUid.remove(Api.uid(object));
            deleted.add(Api.uid(object));
        }
        changes.happened();
    }

    /** Returns the objects that exist, in the order in which they were first shown. */
    List<JsonNode> objects() {
        synchronized (lock) {
            return List.copyOf(byUid.values());
        }
    }

    /** Returns whether an object of this uid was shown and has been deleted since. */
    boolean isDeleted(String uid) {
        synchronized (lock) {
            return deleted.contains(uid);
        }
    }

    @Override
    public void close() {
        SharedIndexInformer<GenericKubernetesResource> ending;
        synchronized (lock) {
            ending = informer;
            informer = null;
        }
        if (ending != null) {
            ending.stop();
        }
    }
}
