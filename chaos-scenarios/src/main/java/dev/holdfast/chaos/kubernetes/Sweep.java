package dev.holdfast.chaos.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.chaos.cluster.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Removes what runs have left that ended without cleaning up. A run is dead when it has no Lease, or when its Lease has not
 * changed while it was watched; every other run is left alone. See {@link Lifeline}.
 */
public final class Sweep {

    /** Long enough for a live run to have missed several beats. */
    public static final Duration WATCHING = Lifeline.EVERY.multipliedBy(6);

    private static final Map<String, String> OURS = Map.of("app.kubernetes.io/managed-by", "holdfast");
    private static final Duration RECOVERING = Duration.ofSeconds(60);

    private record Leftover(ObjectType type, String name, String uid, String run) {
        static Leftover of(ObjectType type, JsonNode object) {
            return new Leftover(
                    type,
                    object.at("/metadata/name").asText(),
                    object.at("/metadata/uid").asText(),
                    object.at("/metadata/labels").path(RunId.LABEL).asText());
        }
    }

    private final Api api;
    private final RunId own;
    private final List<ObjectType> types;

    /**
     * Makes a sweep.
     *
     * @param own   the id of the run that sweeps
     * @param kinds the kinds of faults to look for
     */
    public Sweep(KubernetesCluster cluster, RunId own, Set<String> kinds) {
        this.api = cluster.api();
        this.own = own;
        this.types = new TreeSet<>(kinds).stream().map(ObjectType::chaos).toList();
    }

    /** Removes the leftovers of dead runs, and returns a sentence for each and for what could not be removed. */
    public List<String> run(Duration watching) {
        List<Leftover> faults = new ArrayList<>();
        // before the Leases: a run makes its Lease first and removes it last, so a fault without one has been left over
        types.forEach(type -> faults.addAll(ours(type)));
        List<Leftover> leases = ours(ObjectType.LEASE);
        Set<String> runs = new TreeSet<>();
        faults.forEach(fault -> runs.add(fault.run()));
        leases.forEach(lease -> runs.add(lease.run()));
        runs.removeAll(alive(leases, watching));
        List<String> said = new ArrayList<>();
        for (String run : runs) {
            faults.stream()
                    .filter(fault -> fault.run().equals(run))
                    .forEach(fault -> said.add(remove(fault, RECOVERING)));
            leases.stream()
                    .filter(lease -> lease.run().equals(run))
                    .forEach(lease -> said.add(remove(lease, watching)));
        }
        return said;
    }

    private List<Leftover> ours(ObjectType type) {
        return api.list(type, OURS).stream()
                .map(object -> Leftover.of(type, object))
                .filter(object -> !object.run().isEmpty() && !object.run().equals(own.text()))
                .toList();
    }

    private Set<String> alive(List<Leftover> leases, Duration watching) {
        Set<String> alive = new TreeSet<>();
        if (leases.isEmpty()) {
            return alive;
        }
        Changes changes = new Changes();
        try (Feed feed = api.follow(ObjectType.LEASE, changes)) {
            Map<String, String> before = beats(feed);
            Set<String> waiting = new TreeSet<>();
            leases.forEach(lease -> waiting.add(lease.run()));
            boolean unused = changes.await(Deadline.in(watching), () -> {
                beats(feed).forEach((run, beat) -> {
                    if (!beat.equals(before.get(run))) {
                        alive.add(run);
                    }
                });
                return alive.containsAll(waiting);
            });
        }
        return alive;
    }

    private static Map<String, String> beats(Feed feed) {
        Map<String, String> beats = new HashMap<>();
        for (JsonNode lease : feed.objects()) {
            JsonNode metadata = lease.path("metadata");
            beats.put(
                    metadata.path("labels").path(RunId.LABEL).asText(),
                    metadata.path("uid").asText()
                            + ' '
                            + metadata.path("annotations").path(Lifeline.BEAT).asText());
        }
        return beats;
    }

    private String remove(Leftover leftover, Duration bound) {
        String what = leftover.type().kind() + " '" + leftover.name() + "' of run '" + leftover.run() + "'";
        Changes changes = new Changes();
        try (Feed feed = api.follow(leftover.type(), leftover.name(), changes)) {
            boolean wasThere = api.delete(leftover.type(), leftover.name());
            boolean gone = !wasThere || changes.await(Deadline.in(bound), () -> feed.isDeleted(leftover.uid()));
            return gone ? what + ": removed" : what + ": deleted, and still held by its finalizer; it is kept";
        }
    }
}
