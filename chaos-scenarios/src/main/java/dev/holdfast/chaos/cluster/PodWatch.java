package dev.holdfast.chaos.cluster;

import dev.holdfast.spi.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at one pod from its start to the end of the cluster: its claim, when it has a probe, and a death nobody asked for. */
final class PodWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PodWatch.class);
    private static final long STEP_MS = 50;
    private static final int LOG_LINES = 20;

    private final LocalPod pod;
    // null for a client: the runner sets its role
    private final Claim.@Nullable Probe probe;
    private final Path log;
    private final Announcer announcer;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private Claim last = Claim.DOWN;

    PodWatch(LocalPod pod, Claim.@Nullable Probe probe, Path log, Announcer announcer) {
        this.pod = pod;
        this.probe = probe;
        this.log = log;
        this.announcer = announcer;
        this.thread = new Thread(this::look, "watch-" + pod.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void look() {
        try {
            do {
                lookOnce();
            } while (!closed.await(STEP_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.debug("watch ended pod={}", pod.name());
        }
    }

    private void lookOnce() {
        Process dead = pod.unexpectedlyEnded();
        if (dead != null) {
            announcer.death(new Death(
                    pod.name(), dead.exitValue(), Processes.lastLines(log, LOG_LINES), Ticker.SYSTEM.nanos()));
        }
        if (probe == null) {
            return;
        }
        Claim claim = claim(probe);
        if (!claim.equals(last) && closed.getCount() > 0) {
            last = claim;
            pod.label(Pod.ROLE, claim.role().label());
            announcer.role(new RoleChange(pod.name(), claim.role(), claim.term(), Ticker.SYSTEM.nanos()));
        }
    }

    private Claim claim(Claim.Probe asked) {
        if (pod.state() == ProcessState.GONE) {
            return Claim.DOWN;
        }
        try {
            return asked.ask();
        } catch (IOException e) {
            return pod.state() == ProcessState.GONE ? Claim.DOWN : Claim.UNKNOWN;
        } catch (RuntimeException e) {
            LOG.debug("probe failed pod={}", pod.name(), e);
            return Claim.UNKNOWN;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
