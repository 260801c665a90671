package dev.holdfast.chaos.run;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.chaos.cluster.ClientProcess;
import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Death;
import dev.holdfast.chaos.cluster.JavaProgram;
import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.reports.history.BadHistory;
import dev.holdfast.reports.history.Event;
import dev.holdfast.reports.history.Event.Completed;
import dev.holdfast.reports.history.Event.Invoked;
import dev.holdfast.reports.history.Event.Noted;
import dev.holdfast.reports.history.EventLine;
import dev.holdfast.reports.history.HistoryWriter;
import dev.holdfast.reports.history.Outcome;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The client processes of a run: starts them, writes down what they tell, keeps the role label of each true ({@code
 * holder} while it holds the lock), and gives them their orders.
 */
final class Clients {

    private static final String HOLDER = "holder";
    /** The role of a client that holds nothing. */
    static final String WAITER = "waiter";

    private final LocalCluster cluster;
    private final HistoryWriter history;
    private final List<ClientProcess> processes = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<String, Set<String>> told = new HashMap<>();

    @GuardedBy("lock")
    private String failure = "";

    Clients(LocalCluster cluster, HistoryWriter history) {
        this.cluster = cluster;
        this.history = history;
        cluster.onDeath(this::died);
    }

    /** Starts one client: a main class of this program's class path, with its specification as its argument. */
    void start(String name, String mainClass, String specification, String role) {
        List<String> command = JavaProgram.command(mainClass, List.of(specification));
        processes.add(cluster.addClient(name, Map.of(Pod.ROLE, role), command, Map.of(), line -> written(name, line)));
    }

    private void written(String client, String line) {
        try {
            Event event = EventLine.decode(line);
            history.append(event);
            label(client, event);
            if (event instanceof Noted note && note.subject().equals("client")) {
                synchronized (lock) {
                    told.computeIfAbsent(note.f(), f -> new HashSet<>()).add(client);
                    lock.notifyAll();
                }
            }
        } catch (BadHistory e) {
            fail("client " + client + " printed what is no event: " + e.getMessage());
        }
    }

    private void label(String client, Event event) {
        if (event instanceof Completed end && end.f().equals("acquire") && end.outcome() == Outcome.OK) {
            cluster.setLabel(client, Pod.ROLE, HOLDER);
        } else if (event instanceof Invoked start && start.f().equals("release")) {
            cluster.setLabel(client, Pod.ROLE, WAITER);
        }
    }

    private void died(Death death) {
        boolean ours = processes.stream().anyMatch(process -> process.pod().equals(death.pod()));
        boolean done;
        synchronized (lock) {
            done = told.getOrDefault("done", Set.of()).contains(death.pod());
        }
        if (ours && !done) {
            fail("client " + death.pod() + " ended unasked; its last lines: " + cluster.lastLines(death.pod(), 15));
        }
    }

    private void fail(String text) {
        synchronized (lock) {
            failure = failure.isEmpty() ? text : failure;
            lock.notifyAll();
        }
    }

    /** Waits until every client has told this; throws when one has failed, or the bound has passed. */
    void await(String note, Duration bound) throws InterruptedException {
        Deadline deadline = Deadline.after(Ticker.SYSTEM, bound);
        synchronized (lock) {
            while (told.getOrDefault(note, Set.of()).size() < processes.size()) {
                if (!failure.isEmpty()) {
                    throw new ClusterException(failure);
                }
                if (deadline.hasPassed()) {
                    throw new ClusterException("clients " + missing(note) + " have not told '" + note + "' within "
                            + bound.toSeconds() + " s");
                }
                TimeUnit.NANOSECONDS.timedWait(lock, Math.max(1_000_000, deadline.remainingNanos()));
            }
        }
    }

    /** Lets the clients work until a time; throws as soon as one fails. */
    void workUntil(long nanos) throws InterruptedException {
        Deadline deadline = new Deadline(Ticker.SYSTEM, nanos);
        synchronized (lock) {
            while (failure.isEmpty() && !deadline.hasPassed()) {
                TimeUnit.NANOSECONDS.timedWait(lock, Math.max(1_000_000, deadline.remainingNanos()));
            }
            if (!failure.isEmpty()) {
                throw new ClusterException(failure);
            }
        }
    }

    @GuardedBy("lock")
    private List<String> missing(String note) {
        List<String> missing =
                new ArrayList<>(processes.stream().map(ClientProcess::pod).toList());
        missing.removeAll(told.getOrDefault(note, Set.of()));
        return missing;
    }

    /** Gives every client the order. */
    void order(String order) {
        processes.forEach(process -> process.send(order));
    }
}
