package dev.holdfast.consul;

import dev.holdfast.consul.StoreFault.Refused;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.ConnectSpec;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.model.session.SessionCreatedResponse;

/** Makes sessions: in the fast mode with the check that they hang on. Used by one thread. */
final class SessionMaking {

    /** Of a session that hangs on a check: the least that servers take by default. It matters when the agent dies too. */
    static final Duration BOUND_TTL = Duration.ofSeconds(10);

    private static final Duration PATIENCE_MIN = Duration.ofSeconds(1);
    private static final Duration CLOSE_WAIT = Duration.ofMillis(1_500);

    private final ConnectSpec spec;
    private final Mode mode;
    private final Members members;
    private final Duration patience;

    /** A check that is registered, and no session bound to it yet; null if there is none. */
    private @Nullable AgentCheck pending;

    /** Whether a session was ever made. */
    private boolean begun;

    private final Set<Member> unproven = new HashSet<>();

    private volatile String lastTrouble = "nothing was answered";

    SessionMaking(ConnectSpec spec, Mode mode, Members members) {
        this.spec = spec;
        this.mode = mode;
        this.members = members;
        this.patience = patience(spec);
    }

    /** Returns how long an answer about a session is waited for that is not a heartbeat's. */
    static Duration patience(ConnectSpec spec) {
        Duration quarter = spec.session().dividedBy(4);
        return quarter.compareTo(PATIENCE_MIN) > 0 ? quarter : PATIENCE_MIN;
    }

    /** Returns why the last try came to nothing. Safe from any thread. */
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
        Answer<SessionCreatedResponse> answer = SessionRequests.ask(
                member, api -> api.create(SessionApi.Request.plain(name(), spec.session())), patience);
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
        Answer<SessionCreatedResponse> answer = SessionRequests.ask(
                member, api -> api.create(SessionApi.Request.boundTo(id, name(), BOUND_TTL, spec.session())), patience);
        pending = null;
        ConsulSession made = session(answer, check, sentNanos);
        made.ttlRenewed(answer.sentNanos());
        return made;
    }

    private AgentCheck registered(Member member) throws InterruptedException, StoreFault {
        AgentCheck check = AgentCheck.on(member);
        boolean answered = false;
        try {
            check.register(spec.namespace(), spec.session(), patience);
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
            return check.pass(patience);
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

    /** Removes a check that no session has been bound to. */
    void close() throws InterruptedException {
        AgentCheck check = pending;
        if (check != null) {
            SessionRequests.removeCheck(check, CLOSE_WAIT);
        }
    }
}
