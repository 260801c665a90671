package dev.holdfast.consul;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.holdfast.consul.StoreFault.Refused;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import retrofit2.Call;

/**
 * A check of ours with one agent, which ends the session that is bound to it when it has not been passed for a TTL. It
 * lives on that agent alone: when the agent dies it can be passed no more, and the session is given up.
 *
 * <p>It is registered as a service's, so that the agent removes it by itself some time after its owner's crash.
 * Source: https://developer.hashicorp.com/consul/api-docs/agent/check
 *
 * @param id of the check and of its service; of each session another one
 */
record AgentCheck(Member member, String id) {

    static AgentCheck on(Member member) {
        return new AgentCheck(member, "holdfast-" + UUID.randomUUID());
    }

    void register(String namespace, Duration ttl, Duration within) throws InterruptedException, StoreFault {
        ask(api -> api.register(AgentApi.Service.ofCheck(id, namespace, ttl)), within);
    }

    /** Passes it; returns when that was sent. */
    @CanIgnoreReturnValue
    long pass(Duration within) throws InterruptedException, StoreFault {
        return ask(api -> api.pass(id), within).sentNanos();
    }

    /** Removes it, and so ends the session that is bound to it; nobody waits for that. */
    void remove(Duration within) {
        member.askAgent(api -> api.deregister(id), within.toNanos());
    }

    /** Asks the agent that it lives on; whatever is not done is a fault. */
    @CanIgnoreReturnValue
    <T> Answer<T> ask(Function<AgentApi, Call<T>> request, Duration within) throws InterruptedException, StoreFault {
        Answer<T> answer = member.askAgent(request, within.toNanos()).await(within);
        if (answer.status() != Answer.OK) {
            throw new Refused(member.toString(), answer.status(), answer.problem());
        }
        return answer;
    }

    /** Returns whether the agent says that it does not know the check. */
    static boolean isUnknown(StoreFault fault) {
        return fault instanceof Refused refused
                && (refused.text().contains("does not have associated TTL")
                        || refused.text().contains("Unknown check"));
    }

    /** Returns whether the servers have not heard yet that the check passes. */
    static boolean isNotSeenYet(Refused refused) {
        return refused.text().contains("Missing check") || refused.text().contains("is in critical state");
    }
}
