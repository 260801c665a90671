package dev.holdfast.chaos.kubernetes;

import dev.holdfast.chaos.cluster.Deadline;
import dev.holdfast.chaos.cluster.Pod;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of pods that have taken the place of others: the same name, another uid. */
final class Announcements implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final KubernetesCluster cluster;
    private final List<Consumer<Pod>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, String> known = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    Announcements(KubernetesCluster cluster) {
        this.cluster = cluster;
        this.thread = new Thread(this::watch, "announce-pods-" + cluster.namespace());
        thread.setDaemon(true);
    }

    void start() {
        known.putAll(cluster.uids());
        thread.start();
    }

    void onReplaced(Consumer<Pod> listener) {
        listeners.add(listener);
    }

    private void watch() {
        while (!closed) {
            boolean unused = cluster.changes().await(Deadline.in(LOOK), () -> closed || isOutdated());
            for (Pod pod : cluster.pods()) {
                String former = known.put(pod.name(), pod.uid());
                if (former != null && !former.equals(pod.uid())) {
                    LOG.debug("pod replaced pod={} uid={} former={}", pod.name(), pod.uid(), former);
                    listeners.forEach(listener -> tell(listener, pod));
                }
            }
        }
    }

    private boolean isOutdated() {
        return cluster.uids().entrySet().stream()
                .anyMatch(pod -> !pod.getValue().equals(known.get(pod.getKey())));
    }

    private static void tell(Consumer<Pod> listener, Pod pod) {
        try {
            listener.accept(pod);
        } catch (RuntimeException e) {
            LOG.warn("a listener failed pod={}", pod.name(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        cluster.changes().happened();
    }
}
