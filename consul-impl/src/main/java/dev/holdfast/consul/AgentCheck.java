package dev.holdfast.consul;

import java.time.Duration;
import java.util.UUID;

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
        member.askSession(api -> api.register(SessionApi.Service.of(id, namespace, ttl)), within.toNanos())
                .await(within);
    }

    /** Passes it; returns when that was sent. */
    long pass(Duration within) throws InterruptedException, StoreFault {
        return member.askSession(api -> api.pass(id), within.toNanos())
                .await(within)
                .sentNanos();
    }

    /** Removes it, and so ends the session that is bound to it; nobody waits for that. */
    void remove(Duration within) {
        member.askSession(api -> api.deregister(id), within.toNanos());
    }

    /** Returns whether the agent says that it does not know the check. */
    static boolean isUnknown(StoreFault fault) {
        return fault instanceof StoreFault.Refused refused
                && (refused.text().contains("does not have associated TTL")
                        || refused.text().contains("Unknown check"));
    }

    /** Returns whether the servers have not heard yet that the check passes. */
    static boolean isNotSeenYet(StoreFault.Refused refused) {
        return refused.text().contains("Missing check") || refused.text().contains("is in critical state");
    }
}
