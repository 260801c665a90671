package dev.holdfast.chaos.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.chaos.cluster.ClusterException;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows others that a run is alive: a Lease with the run's label and a number that rises. It is made before the run's first
 * fault and removed after the last, so that an object whose run has no Lease is a leftover. Nobody compares clocks: who wants
 * to know whether a run is alive watches whether its number changes.
 */
public final class Lifeline implements AutoCloseable {

    static final String BEAT = "holdfast.dev/beat";
    static final Duration EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Lifeline.class);
    private static final Duration ENDING = Duration.ofSeconds(5);

    private final Api api;
    private final String name;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private Lifeline(Api api, RunId run) {
        this.api = api;
        this.name = run.name("run");
        this.thread = new Thread(this::beat, "lifeline-" + run);
        thread.setDaemon(true);
    }

    /** Makes the Lease, and beats until closed. */
    public static Lifeline start(KubernetesCluster cluster, RunId run) {
        Lifeline lifeline = new Lifeline(cluster.api(), run);
        if (cluster.api().create(ObjectType.LEASE, lifeline.lease(run)).isEmpty()) {
            throw new ClusterException("start run '" + run + "': there is a Lease '" + lifeline.name
                    + "' already, so this id is or was that of another run; choose a new one");
        }
        lifeline.thread.start();
        return lifeline;
    }

    private ObjectNode lease(RunId run) {
        ObjectNode lease = JsonNodeFactory.instance.objectNode();
        lease.put("apiVersion", ObjectType.LEASE.apiVersion()).put("kind", ObjectType.LEASE.kind());
        ObjectNode metadata = lease.putObject("metadata").put("name", name).put("namespace", api.namespace());
        ObjectNode labels = metadata.putObject("labels");
        new TreeMap<>(run.labels()).forEach(labels::put);
        metadata.putObject("annotations").put(BEAT, "0");
        lease.putObject("spec").put("holderIdentity", run.text());
        return lease;
    }

    private void beat() {
        try {
            for (long count = 1; !closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS); count++) {
                beat(count);
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer beating lease={}", name);
        }
    }

    private void beat(long count) {
        ObjectNode merge = JsonNodeFactory.instance.objectNode();
        merge.putObject("metadata").putObject("annotations").put(BEAT, Long.toString(count));
        try {
            api.patch(ObjectType.LEASE, name, merge);
        } catch (ClusterException e) {
            LOG.warn("a beat was lost, and others may take this run for dead lease={} reason={}", name, e.getMessage());
        }
    }

    /** Stops beating and removes the Lease; to be called when every fault of the run is gone. */
    @Override
    public void close() {
        closed.countDown();
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, ENDING.toNanos());
            boolean unused = api.delete(ObjectType.LEASE, name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClusterException e) {
            LOG.warn("the next sweep will remove it lease={} reason={}", name, e.getMessage());
        }
    }
}
