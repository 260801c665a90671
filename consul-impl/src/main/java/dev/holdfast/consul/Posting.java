package dev.holdfast.consul;

import dev.holdfast.consul.StoreFault.Refused;
import dev.holdfast.spi.Catalogue.Instance;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one agent has been told of the own instances during one session. All of them pass while one check does, so that
 * however many they are one heartbeat keeps them. Used by one thread.
 */
final class Posting {

    private static final Logger log = LoggerFactory.getLogger(Posting.class);

    /** Source: {@code structs.ValidateMetadata}. */
    private static final String METADATA_KEY = "[a-zA-Z0-9_-]{1,128}";

    private static final int METADATA_VALUE_MAX = 512;
    private static final int METADATA_PAIRS_MAX = 62;

    private final ConsulSession session;
    private final AgentCheck check;
    private final boolean isOwnCheck;
    private final String namespace;
    private final Duration within;
    private final Map<Wish, Post> posts = new LinkedHashMap<>();

    /**
     * @param isOwnCheck whether the check is there for the instances alone; otherwise the session's heartbeat passes it
     * @param within how long a request may take
     */
    Posting(ConsulSession session, AgentCheck check, boolean isOwnCheck, String namespace, Duration within) {
        this.session = session;
        this.check = check;
        this.isOwnCheck = isOwnCheck;
        this.namespace = namespace;
        this.within = within;
    }

    /** One instance that is to be shown; each another one, however alike they are. */
    static final class Wish {

        private final Instance instance;

        Wish(Instance instance) {
            this.instance = instance;
        }
    }

    /** One service that the agent may have. */
    private static final class Post {

        private final String id;
        private boolean answered;

        /** Whether a request that registers it may still be on its way. */
        private boolean uncertain;

        Post(String id) {
            this.id = id;
        }
    }

    ConsulSession session() {
        return session;
    }

    Member member() {
        return check.member();
    }

    /** Registers the check that all instances follow, unless the session has one. */
    void begin(Duration ttl) throws InterruptedException, StoreFault {
        if (isOwnCheck) {
            check.register(namespace, ttl, within);
        }
    }

    /** Passes the check, unless the session's own heartbeat does. */
    void beat() throws InterruptedException, StoreFault {
        if (isOwnCheck) {
            check.pass(within);
        }
    }

    /** Registers what is wished and not there, and then removes what is there and not wished any more. */
    void bring(Collection<Wish> wishes) throws InterruptedException, StoreFault {
        for (Wish wish : wishes) {
            Post post = posts.computeIfAbsent(wish, one -> new Post(id(one.instance)));
            if (!post.answered) {
                register(wish.instance, post);
            }
        }
        List<Wish> surplus =
                posts.keySet().stream().filter(known -> !wishes.contains(known)).toList();
        for (Wish one : surplus) {
            deregister(one);
        }
    }

    private String id(Instance instance) {
        return instance.service()
                + '-'
                + instance.id()
                + '-'
                + UUID.randomUUID().toString().substring(0, 8);
    }

    private void register(Instance instance, Post post) throws InterruptedException, StoreFault {
        AgentApi.Service service = AgentApi.Service.instance(
                post.id,
                instance.service(),
                namespace,
                Reach.of(instance.address()),
                metadata(instance),
                check.id(),
                instance.isPassing());
        boolean certain = false;
        try {
            check.ask(api -> api.register(service), within);
            certain = true;
        } catch (Refused refused) {
            certain = true;
            if (!ErrorTable.isFinal(refused)) {
                throw refused;
            }
            log.warn(
                    "not shown in Consul's catalogue service={} id={}: {}", instance.service(), instance.id(), refused);
        } finally {
            post.uncertain |= !certain;
        }
        post.answered = true;
    }

    /** Consul takes plain names alone, and leaves out nothing by itself: it would refuse the service. */
    private static Map<String, String> metadata(Instance instance) {
        Map<String, String> metadata = instance.metadata().entrySet().stream()
                .filter(pair ->
                        pair.getKey().matches(METADATA_KEY) && !pair.getKey().startsWith("consul-"))
                .filter(pair -> pair.getValue().length() <= METADATA_VALUE_MAX)
                .limit(METADATA_PAIRS_MAX)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        metadata.put("holdfast-id", instance.id());
        metadata.put("holdfast-address", instance.address());
        return metadata;
    }

    /** What may be registered late is removed again and again, until the session is over. */
    private void deregister(Wish wish) throws InterruptedException, StoreFault {
        Post post = posts.get(wish);
        if (post == null) {
            return;
        }
        remove(post.id);
        if (!post.uncertain) {
            posts.remove(wish);
        }
    }

    /** Removes everything, the check last: what follows a check that is gone keeps its last state. */
    void removeAll() throws InterruptedException, StoreFault {
        for (Post post : posts.values()) {
            remove(post.id);
        }
        if (isOwnCheck) {
            remove(check.id());
        }
    }

    private void remove(String id) throws InterruptedException, StoreFault {
        try {
            check.ask(api -> api.deregister(id), within);
        } catch (Refused refused) {
            // the agent does not know it, or will not; it removes by itself what has been critical for a while
            log.debug("not removed from Consul's catalogue id={}: {}", id, refused.toString());
        }
    }
}
