package dev.holdfast.consul;

import dev.holdfast.consul.StoreFault.Refused;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.ConnectSpec;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.model.session.SessionCreatedResponse;
import retrofit2.Call;

/** What is asked of the store about a session: to make it, to keep it, to end it. Used by one thread. */
final class SessionRequests {

    /** Of a session that hangs on a check: the least that servers take by default. It matters when the agent dies too. */
    private static final Duration BOUND_TTL = Duration.ofSeconds(10);

    private static final Duration CREATE_PATIENCE_MIN = Duration.ofSeconds(1);
    private static final Duration CLOSE_WAIT = Duration.ofMillis(1_500);
    private static final int END_ROUNDS = 2;

    private final ConnectSpec spec;
    private final Mode mode;
    private final Members members;
    private final Duration patience;
    private final Duration createPatience;

    /** A check that is registered, and no session bound to it yet; null if there is none. */
    private @Nullable AgentCheck pending;

    /** When the last renewal that was answered was sent; touched by the renewing thread alone. */
    private long renewedNanos;

    /** Whether a session was ever made; touched by the renewing thread alone, as is what follows. */
    private boolean begun;

    private final Set<Member> unproven = new HashSet<>();

    private volatile String lastTrouble = "nothing was answered";

    SessionRequests(ConnectSpec spec, Mode mode, Members members) {
        this.spec = spec;
        this.mode = mode;
        this.members = members;
        this.patience = spec.session().dividedBy(4);
        this.createPatience = patience.compareTo(CREATE_PATIENCE_MIN) > 0 ? patience : CREATE_PATIENCE_MIN;
    }

    String lastTrouble() {
        return lastTrouble;
    }

    /**
     * Makes a session.
     *
     * @return null if it could not be made, and another try may help
     * @throws IllegalArgumentException if the server takes no such session
     * @throws Unavailable if no member will make one for whoever this client is, and none ever has
     */
    @Nullable
    ConsulSession make() throws InterruptedException {
        Member member = members.chosen();
        try {
            ConsulSession made = mode.isFast() ? makeBound(member) : makePlain(member);
            members.answered();
            begun = true;
            return made;
        } catch (Refused refused) {
            lastTrouble = refused.toString();
            if (SessionLimits.isTtlRefusal(refused.text())) {
                IllegalArgumentException refusal = SessionLimits.refusal(mode, spec.session(), refused);
                lastTrouble = String.valueOf(refusal.getMessage());
                throw refusal;
            }
            if (AgentCheck.isNotSeenYet(refused)) {
                return null;
            }
            giveUpIf(ErrorTable.isFinal(refused), refused);
        } catch (StoreFault fault) {
            lastTrouble = fault.toString();
            if (isUnproven(fault)) {
                unproven.add(member);
                giveUpIf(unproven.size() == members.size(), fault);
            }
        }
        members.failed(member);
        return null;
    }

    /** Returns whether the two ends did not prove to each other who they are. */
    private static boolean isUnproven(Throwable fault) {
        Throwable cause = fault;
        while (cause != null && !(cause instanceof SSLException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    /** Gives up before the first session was made; later ones are waited for, since rights may be given back. */
    private void giveUpIf(boolean isFinal, StoreFault fault) {
        if (isFinal && !begun) {
            throw new Unavailable(
                    "session on Consul " + spec.endpoints() + " for '" + spec.namespace() + "': refused ("
                            + String.valueOf(fault.getMessage()) + "); nothing is held",
                    fault);
        }
    }

    private ConsulSession makePlain(Member member) throws InterruptedException, StoreFault {
        Answer<SessionCreatedResponse> answer =
                ask(member, api -> api.create(SessionApi.Request.plain(name(), spec.session())), createPatience);
        return session(answer, null, answer.sentNanos());
    }

    /** The heartbeat that counts is that of the check, which is older than the session. */
    private ConsulSession makeBound(Member member) throws InterruptedException, StoreFault {
        AgentCheck known = pending;
        AgentCheck check = known;
        if (check == null || check.member() != member) {
            if (known != null) {
                known.remove(patience);
            }
            pending = null;
            check = registered(member);
            pending = check;
        }
        long sentNanos = pass(check);
        String id = check.id();
        Answer<SessionCreatedResponse> answer = ask(
                member,
                api -> api.create(SessionApi.Request.boundTo(id, name(), BOUND_TTL, spec.session())),
                createPatience);
        pending = null;
        renewedNanos = answer.sentNanos();
        return session(answer, check, sentNanos);
    }

    private AgentCheck registered(Member member) throws InterruptedException, StoreFault {
        AgentCheck check = AgentCheck.on(member);
        boolean answered = false;
        try {
            check.register(spec.namespace(), spec.session(), createPatience);
            answered = true;
            return check;
        } finally {
            if (!answered) {
                check.remove(patience);
            }
        }
    }

    private long pass(AgentCheck check) throws InterruptedException, StoreFault {
        try {
            return check.pass(createPatience);
        } catch (StoreFault fault) {
            pending = AgentCheck.isUnknown(fault) ? null : pending;
            throw fault;
        }
    }

    private String name() {
        return "holdfast " + spec.namespace();
    }

    private ConsulSession session(Answer<SessionCreatedResponse> answer, @Nullable AgentCheck check, long sentNanos)
            throws StoreFault {
        SessionCreatedResponse made = answer.body();
        if (made == null) {
            throw new Refused("the store", answer.status(), answer.problem());
        }
        return new ConsulSession(
                made.getId(), check, spec.trusted(spec.session()).toNanos(), sentNanos);
    }

    /** What a heartbeat was answered. */
    enum Beat {
        ALIVE,
        OVER,
        /** Nothing that is known to be true. */
        UNKNOWN
    }

    /** Sends a heartbeat; what is answered moves the session's validity. */
    Beat beat(ConsulSession session) throws InterruptedException {
        AgentCheck check = session.check();
        Member member = members.chosen();
        try {
            // the check is passed first: of the answers to one heartbeat the oldest counts
            long checkSentNanos = check == null ? 0 : check.pass(patience);
            if (check != null && !isThere(member, session)) {
                return Beat.OVER;
            }
            long sentNanos = checkSentNanos;
            if (check == null || isRenewalDue()) {
                Answer<?> answer = ask(member, api -> api.renew(session.id()), patience);
                if (answer.status() != Answer.OK) {
                    return answer.status() == Answer.NOT_FOUND ? Beat.OVER : Beat.UNKNOWN;
                }
                renewedNanos = answer.sentNanos();
                sentNanos = check == null ? answer.sentNanos() : checkSentNanos;
            }
            members.answered();
            session.renewed(sentNanos);
            spec.telemetry().heartbeatAnswered(spec.ticker().nanos() - sentNanos);
            return Beat.ALIVE;
        } catch (StoreFault fault) {
            lastTrouble = fault.toString();
            if (check != null && AgentCheck.isUnknown(fault)) {
                // the agent has forgotten the check, and the servers will end the session as soon as they hear of it
                abandon(session);
                return Beat.OVER;
            }
            members.failed(member);
            return Beat.UNKNOWN;
        }
    }

    /**
     * Asks the quorum whether a session is there. A renewal proves less: a leader that was stopped answers it from what
     * it knew before, and others may have ended the session meanwhile.
     */
    private boolean isThere(Member member, ConsulSession session) throws InterruptedException, StoreFault {
        Map<String, String> consistent = Map.of(Calls.CONSISTENT, "");
        List<Map<String, Object>> found =
                ask(member, api -> api.info(session.id(), consistent), patience).body();
        return found != null && !found.isEmpty();
    }

    private boolean isRenewalDue() {
        return spec.ticker().nanos() - renewedNanos >= BOUND_TTL.dividedBy(5).toNanos();
    }

    /**
     * Gives up a session that hangs on an agent that does not answer: it cannot be kept, so others need not wait until
     * it runs out.
     */
    void abandon(ConsulSession session) {
        AgentCheck check = session.check();
        if (check != null) {
            members.failed(check.member());
            check.remove(patience);
        }
        members.chosen().askSession(api -> api.destroy(session.id()), createPatience.toNanos());
    }

    /**
     * Ends a session, on the first member that answers: a request may be lost with a connection that broke while nobody
     * used it. Returns whether one answered.
     */
    boolean end(ConsulSession session) throws InterruptedException {
        AgentCheck check = session.check();
        int triesMax = END_ROUNDS * members.size();
        Duration within = CLOSE_WAIT.dividedBy(triesMax);
        boolean ended = false;
        for (int tries = 0; tries < triesMax && !ended; tries++) {
            Member member = members.chosen();
            try {
                ask(member, api -> api.destroy(session.id()), within);
                ended = true;
            } catch (StoreFault fault) {
                members.failed(member);
            }
        }
        if (check != null) {
            removeCheck(check, within);
        }
        return ended;
    }

    private static void removeCheck(AgentCheck check, Duration within) throws InterruptedException {
        try {
            check.ask(api -> api.deregister(check.id()), within);
        } catch (StoreFault fault) {
            // the agent removes it by itself, a minute after it has become critical
        }
    }

    /** Removes a check that no session has been bound to. */
    void close() throws InterruptedException {
        AgentCheck check = pending;
        if (check != null) {
            removeCheck(check, CLOSE_WAIT);
        }
    }

    private static <T> Answer<T> ask(Member member, Function<SessionApi, Call<T>> request, Duration within)
            throws InterruptedException, StoreFault {
        return member.askSession(request, within.toNanos()).await(within);
    }
}
