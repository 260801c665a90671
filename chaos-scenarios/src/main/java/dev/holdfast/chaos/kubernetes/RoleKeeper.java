package dev.holdfast.chaos.kubernetes;

import dev.holdfast.chaos.cluster.Claim;
import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.ProcessState;
import dev.holdfast.chaos.cluster.Role;
import dev.holdfast.chaos.cluster.RoleChange;
import dev.holdfast.spi.Ticker;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the role label of every server's pod true, and tells of changes. A pod is patched only when its label is not. */
final class RoleKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RoleKeeper.class);
    private static final long STEP_MS = 200;
    private static final String SERVER = "server";

    private final KubernetesCluster cluster;
    private final MemberProbe probe;
    private final List<Consumer<RoleChange>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, Claim> last = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    RoleKeeper(KubernetesCluster cluster, MemberProbe probe) {
        this.cluster = cluster;
        this.probe = probe;
        this.thread = new Thread(this::keep, "roles-" + cluster.namespace());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void onRole(Consumer<RoleChange> listener) {
        listeners.add(listener);
    }

    private void keep() {
        try {
            do {
                cluster.pods().stream()
                        .filter(pod -> pod.label(Pod.COMPONENT).equals(SERVER))
                        .forEach(this::look);
            } while (!closed.await(STEP_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.debug("roles are no longer watched namespace={}", cluster.namespace());
        }
    }

    private void look(Pod pod) {
        try {
            Claim claim = claim(pod);
            if (!pod.label(Pod.ROLE).equals(claim.role().label())) {
                cluster.setLabel(pod.name(), Pod.ROLE, claim.role().label());
            }
            if (!claim.equals(last.put(pod.name(), claim))) {
                var change = new RoleChange(pod.name(), claim.role(), claim.term(), Ticker.SYSTEM.nanos());
                listeners.forEach(listener -> listener.accept(change));
            }
        } catch (ClusterException | IllegalArgumentException e) {
            // the pod may have gone meanwhile; the next look finds out
            LOG.debug("role not kept pod={}", pod.name(), e);
        }
    }

    private Claim claim(Pod pod) {
        if (cluster.state(pod.name()) == ProcessState.GONE || pod.address().isEmpty()) {
            return new Claim(Role.DOWN, -1);
        }
        try {
            return probe.ask(pod);
        } catch (IOException e) {
            return new Claim(Role.UNKNOWN, -1);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
