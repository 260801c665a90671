package dev.holdfast.reports.history;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** One observation of a run. {@code t} is in nanoseconds of the machine's monotonic clock. */
public sealed interface Event {
    long t();

    /** Returns whose row of a picture the event belongs to: a process, a member, or the name of a fault. */
    String who();

    /** Returns the event in a few words, without its time and without {@link #who}. */
    String words();

    /** An operation starts. {@code op} is unique within its process. */
    record Invoked(long t, String process, long op, String f, String subject, Values value) implements Event {
        public Invoked {
            requireText("process", process);
            requireText("f", f);
            requireText("subject", subject);
            requireNonNull(value, "value");
        }

        @Override
        public String who() {
            return process;
        }

        @Override
        public String words() {
            return join("calls " + f, subject, value.words());
        }
    }

    /** An operation ends; it is matched with its start by process and op. {@code error} is empty when there was none. */
    record Completed(
            long t, Outcome outcome, String process, long op, String f, String subject, Values value, String error)
            implements Event {
        public Completed {
            requireNonNull(outcome, "outcome");
            requireText("process", process);
            requireText("f", f);
            requireText("subject", subject);
            requireNonNull(value, "value");
            requireNonNull(error, "error");
        }

        @Override
        public String who() {
            return process;
        }

        @Override
        public String words() {
            String verb = switch (outcome) {
                case OK -> f + " answered";
                case FAIL -> f + " failed";
                case INFO -> f + " unknown";
            };
            return join(verb, subject, value.words(), error);
        }
    }

    /** Something seen that has no duration, such as a watched value or a lost grant. */
    record Noted(long t, String process, String f, String subject, Values value) implements Event {
        public Noted {
            requireText("process", process);
            requireText("f", f);
            requireText("subject", subject);
            requireNonNull(value, "value");
        }

        @Override
        public String who() {
            return process;
        }

        @Override
        public String words() {
            return join("notes " + f, subject, value.words());
        }
    }

    /** A fault starts or ends. {@code requestedAtMs} is the offset from the start of the fault phase asked for. */
    record FaultChanged(
            long t,
            FaultPhase phase,
            String name,
            String kind,
            String action,
            List<String> targets,
            long requestedAtMs,
            Values value)
            implements Event {
        public FaultChanged {
            requireNonNull(phase, "phase");
            requireText("name", name);
            requireText("kind", kind);
            requireNonNull(action, "action");
            targets = List.copyOf(targets);
            requireNonNull(value, "value");
        }

        @Override
        public String who() {
            return name;
        }

        @Override
        public String words() {
            String verb = phase == FaultPhase.STARTED ? "fault starts" : "fault ends";
            return join(verb, kind + "/" + action, "on " + targets, value.words());
        }
    }

    /** What was measured of a fault's effect; {@code proved} says that it reached its target. */
    record EffectSeen(long t, String name, boolean proved, List<Evidence> evidence) implements Event {
        public EffectSeen {
            requireText("name", name);
            evidence = List.copyOf(evidence);
        }

        @Override
        public String who() {
            return name;
        }

        @Override
        public String words() {
            return proved ? "effect proved" : "effect not proved";
        }
    }

    /** A phase of the run begins; it lasts until the next. */
    record PhaseBegan(long t, RunPhase phase) implements Event {
        public PhaseBegan {
            requireNonNull(phase, "phase");
        }

        @Override
        public String who() {
            return "run";
        }

        @Override
        public String words() {
            return "phase " + phase.text();
        }
    }

    /** A member is seen in a role; it lasts until the next role of that member. */
    record RoleSeen(long t, String member, Role role, Values value) implements Event {
        public RoleSeen {
            requireText("member", member);
            requireNonNull(role, "role");
            requireNonNull(value, "value");
        }

        @Override
        public String who() {
            return member;
        }

        @Override
        public String words() {
            return join("is " + role.name().toLowerCase(java.util.Locale.ROOT), value.words());
        }
    }

    private static void requireText(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
    }

    private static String join(String... parts) {
        StringBuilder joined = new StringBuilder();
        for (String part : parts) {
            if (!part.isEmpty()) {
                joined.append(joined.isEmpty() ? "" : " ").append(part);
            }
        }
        return joined.toString();
    }
}
