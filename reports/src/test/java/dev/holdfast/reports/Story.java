package dev.holdfast.reports;

import dev.holdfast.reports.history.Event;
import dev.holdfast.reports.history.Evidence;
import dev.holdfast.reports.history.FaultPhase;
import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.Outcome;
import dev.holdfast.reports.history.Role;
import dev.holdfast.reports.history.RunPhase;
import dev.holdfast.reports.history.Values;
import dev.holdfast.reports.run.Bounds;
import dev.holdfast.reports.run.Claim;
import dev.holdfast.reports.run.FaultRequest;
import dev.holdfast.reports.run.RunRecord;
import dev.holdfast.reports.run.ScenarioFacts;
import dev.holdfast.reports.run.SubjectFacts;
import dev.holdfast.reports.run.VerdictWord;
import dev.holdfast.reports.run.WatchClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds histories for tests, with times in milliseconds. */
public final class Story {
    private final List<Event> events = new ArrayList<>();
    private long op;

    public static Values values(Object... namesAndValues) {
        Values values = Values.none();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            values =
                    values.with((String) namesAndValues[i], value instanceof Integer whole ? whole.longValue() : value);
        }
        return values;
    }

    public Story op(
            double from, double to, Outcome outcome, String process, String f, String subject, Values in, Values out) {
        op++;
        events.add(new Event.Invoked(nanos(from), process, op, f, subject, in));
        events.add(new Event.Completed(nanos(to), outcome, process, op, f, subject, out, ""));
        return this;
    }

    public Story call(double from, String process, String f, String subject, Values in) {
        events.add(new Event.Invoked(nanos(from), process, ++op, f, subject, in));
        return this;
    }

    public Story acquire(double from, double to, String process, int token) {
        return op(
                from,
                to,
                Outcome.OK,
                process,
                "acquire",
                "lock:x",
                values(),
                values("token", token, "holder", process));
    }

    public Story campaign(double from, double to, String process, int token) {
        return op(
                from,
                to,
                Outcome.OK,
                process,
                "campaign",
                "election:e",
                values(),
                values("token", token, "holder", process));
    }

    public Story check(double from, String process, String subject, int token, boolean held) {
        return op(
                from,
                from + 0.01,
                Outcome.OK,
                process,
                "check",
                subject,
                values(),
                values("held", held, "token", token));
    }

    public Story write(double from, double to, String process, int token, boolean accepted, int seq) {
        return op(
                from,
                to,
                Outcome.OK,
                process,
                "write",
                "ledger:x",
                values("token", token, "fenced", true),
                accepted ? values("accepted", true, "seq", seq) : values("accepted", false));
    }

    public Story put(double from, double to, String value, int revision) {
        return op(
                from,
                to,
                Outcome.OK,
                "writer",
                "put",
                "config:k",
                values("value", value),
                values("revision", revision));
    }

    public Story watched(double t, String process, String value, int revision) {
        return note(t, process, "watched", "config:k", values("value", value, "revision", revision, "present", true));
    }

    public Story finalRead(double from, String process, String value, int revision) {
        return op(
                from,
                from + 1,
                Outcome.OK,
                process,
                "final-read",
                "config:k",
                values(),
                values("value", value, "revision", revision, "present", true));
    }

    public Story send(double from, double to, String id, int partition, int offset) {
        return op(
                from,
                to,
                Outcome.OK,
                "producer",
                "send",
                "topic:t",
                values("id", id),
                values("partition", partition, "offset", offset));
    }

    public Story record(double t, String f, String id, int partition, int offset) {
        return note(t, "consumer", f, "topic:t", values("id", id, "partition", partition, "offset", offset));
    }

    public Story finalEnd(double t, int records) {
        return note(t, "reader", "final-end", "topic:t", values("records", records));
    }

    public Story note(double t, String process, String f, String subject, Values value) {
        events.add(new Event.Noted(nanos(t), process, f, subject, value));
        return this;
    }

    public Story fault(double from, double to, boolean proved) {
        events.add(new Event.FaultChanged(
                nanos(from),
                FaultPhase.STARTED,
                "cut-leader",
                "NetworkChaos",
                "partition",
                List.of("etcd-1"),
                0,
                Values.none()));
        events.add(new Event.FaultChanged(
                nanos(to),
                FaultPhase.ENDED,
                "cut-leader",
                "NetworkChaos",
                "partition",
                List.of("etcd-1"),
                0,
                Values.none()));
        events.add(new Event.EffectSeen(
                nanos(to),
                "cut-leader",
                proved,
                List.of(new Evidence(
                        "dropped packets", "etcd-1", proved ? 4211 : 0, "packets", "counter of the rule"))));
        return this;
    }

    public Story role(double t, String member, Role role) {
        events.add(new Event.RoleSeen(nanos(t), member, role, Values.none()));
        return this;
    }

    public Story phase(double t, RunPhase phase) {
        events.add(new Event.PhaseBegan(nanos(t), phase));
        return this;
    }

    public List<Event> events() {
        return events;
    }

    public History history() {
        return History.of(events);
    }

    private static long nanos(double millis) {
        return Math.round(millis * 1e6);
    }

    public static RunRecord run(Bounds bounds, String... recipes) {
        return run("etcd", "partition-leader", false, List.of(), Set.of(VerdictWord.HOLDS), bounds, recipes);
    }

    public static RunRecord run(
            String store,
            String name,
            boolean control,
            List<String> caughtBy,
            Set<VerdictWord> expected,
            Bounds bounds,
            String... recipes) {
        return new RunRecord(
                RunRecord.SCHEMA,
                name + "-" + store,
                42,
                "2026-11-20T21:00:00Z",
                0,
                "0.1.0",
                "./mvnw verify -Pchaos -Dchaos.only=" + name + " -Dchaos.seed=42",
                Map.of("kernel", "6.18", "cores", "2", "jvm", "17.0.15"),
                new ScenarioFacts(
                        name,
                        control ? "A paused holder writes without a fence" : "The leader is cut off from its ensemble",
                        new Claim(
                                "At most one client holds a lock at any time, and a stale holder is refused <by token>.",
                                "https://etcd.io/docs/v3.6/learning/api/",
                                "while a majority of members is up"),
                        control,
                        control ? "partition-leader" : "",
                        expected,
                        caughtBy,
                        List.of(recipes),
                        bounds),
                new SubjectFacts(
                        store,
                        "3.6.1",
                        "the release archive of the project",
                        3,
                        "jetcd",
                        "0.8.7",
                        Map.of("session", "2 s"),
                        Map.of("session", "2 s instead of 10 s")),
                List.of(new FaultRequest(
                        "cut-leader",
                        "NetworkChaos",
                        "partition",
                        "apiVersion: chaos-mesh.org/v1alpha1\nkind: NetworkChaos\nspec:\n  action: partition\n",
                        0,
                        5000)),
                WatchClaim.LATEST,
                List.of(),
                "");
    }
}
