package dev.holdfast.consul;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.kiwiproject.consul.model.kv.Verb;
import org.kiwiproject.consul.util.Jackson;

/**
 * One step of a transaction. The client's own {@code Operation} carries text only; values here are bytes.
 *
 * <p>Source: https://developer.hashicorp.com/consul/api-docs/txn
 */
record TxnOp(Map<String, Object> fields) {

    private static final MediaType JSON = MediaType.get("application/json");

    static final long LOCK_FLAG_VALUE = 0x2ddccbc058a50c18L;

    /** The flags travel as a JSON number, which not every reader takes exactly beyond 2^53. */
    private static final long FLAGS_END = 1L << 53;

    private static TxnOp of(Verb verb, String key, Map<String, Object> more) {
        return of(verb.toValue(), key, more);
    }

    private static TxnOp of(String verb, String key, Map<String, Object> more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Verb", verb);
        fields.put("Key", key);
        fields.putAll(more);
        return new TxnOp(fields);
    }

    static TxnOp lock(String key, byte[] value, String session) {
        return of(Verb.LOCK, key, Map.of("Value", value, "Session", session));
    }

    /**
     * Locks the key as {@code consul lock} does, which knows its own keys by these flags and refuses others. The value is
     * of no concern to it. Source: {@code api/lock.go} (LockFlagValue).
     */
    static TxnOp lockAsConsulDoes(String key, byte[] value, String session) {
        return of(Verb.LOCK, key, Map.of("Value", value, "Session", session, "Flags", LOCK_FLAG_VALUE));
    }

    /** Fails the transaction if the key is not locked by this session. */
    static TxnOp checkSession(String key, String session) {
        return of(Verb.CHECK_SESSION, key, Map.of("Session", session));
    }

    /** Fails the transaction if the key exists. */
    static TxnOp checkNotExists(String key) {
        return of("check-not-exists", key, Map.of());
    }

    /**
     * Sets the key. The flags, which Consul keeps beside a value for its clients, are other ones each time: a server
     * leaves a write out that would change nothing, and its index would not rise. Source: {@code state/kvs.go}.
     */
    static TxnOp set(String key, byte[] value) {
        return of(Verb.SET, key, Map.of("Value", value, "Flags", otherFlags()));
    }

    /** Sets the key if its ModifyIndex is {@code index}; 0 means that it must not exist. */
    static TxnOp setIf(String key, byte[] value, long index) {
        return of(Verb.CHECK_AND_SET, key, Map.of("Value", value, "Index", index, "Flags", otherFlags()));
    }

    /** Fails the transaction if the key does not exist. */
    static TxnOp get(String key) {
        return of(Verb.GET, key, Map.of());
    }

    static TxnOp getTree(String prefix) {
        return of(Verb.GET_TREE, prefix, Map.of());
    }

    /** Fails the transaction if the key's ModifyIndex is another one, or the key does not exist. */
    static TxnOp checkIndex(String key, long index) {
        return of(Verb.CHECK_INDEX, key, Map.of("Index", index));
    }

    static TxnOp delete(String key) {
        return of(Verb.DELETE, key, Map.of());
    }

    private static long otherFlags() {
        return ThreadLocalRandom.current().nextLong(1, FLAGS_END);
    }

    static RequestBody body(List<TxnOp> ops) {
        try {
            List<Map<String, Object>> steps = ops.stream()
                    .map(op -> Map.<String, Object>of("KV", op.fields))
                    .toList();
            return RequestBody.create(Jackson.MAPPER.writeValueAsBytes(steps), JSON);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a transaction of plain fields cannot fail to be written", e);
        }
    }
}
