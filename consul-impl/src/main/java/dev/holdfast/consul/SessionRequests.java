package dev.holdfast.consul;

import dev.holdfast.spi.ConnectSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import retrofit2.Call;

/** What is asked of the store about a session that was made: to keep it, to end it. Used by one thread. */
final class SessionRequests {

    private static final Logger log = LoggerFactory.getLogger(SessionRequests.class);
    private static final Duration CLOSE_WAIT = Duration.ofMillis(1_500);
    private static final int END_ROUNDS = 2;

    private final ConnectSpec spec;
    private final Members members;
    private final Duration patience;

    SessionRequests(ConnectSpec spec, Members members) {
        this.spec = spec;
        this.members = members;
        this.patience = spec.session().dividedBy(4);
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
            if (check == null || isRenewalDue(session)) {
                Answer<?> answer = ask(member, api -> api.renew(session.id()), patience);
                if (answer.status() != Answer.OK) {
                    return answer.status() == Answer.NOT_FOUND ? Beat.OVER : Beat.UNKNOWN;
                }
                session.ttlRenewed(answer.sentNanos());
                sentNanos = check == null ? answer.sentNanos() : checkSentNanos;
            }
            members.answered();
            session.renewed(sentNanos);
            spec.telemetry().heartbeatAnswered(spec.ticker().nanos() - sentNanos);
            return Beat.ALIVE;
        } catch (StoreFault fault) {
            log.debug("heartbeat of {} failed: {}", session, fault.toString());
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

    private boolean isRenewalDue(ConsulSession session) {
        return spec.ticker().nanos() - session.ttlRenewedNanos()
                >= SessionMaking.BOUND_TTL.dividedBy(5).toNanos();
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
        members.chosen()
                .askSession(
                        api -> api.destroy(session.id()),
                        SessionMaking.patience(spec).toNanos());
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

    static void removeCheck(AgentCheck check, Duration within) throws InterruptedException {
        try {
            check.ask(api -> api.deregister(check.id()), within);
        } catch (StoreFault fault) {
            // the agent removes it by itself, some time after it has become critical
        }
    }

    static <T> Answer<T> ask(Member member, Function<SessionApi, Call<T>> request, Duration within)
            throws InterruptedException, StoreFault {
        return member.askSession(request, within.toNanos()).await(within);
    }
}
