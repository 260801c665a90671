package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KeyValue;

/**
 * An entry of a queue, our own, another client's, or one of etcd's own lock clients.
 *
 * @param key its key
 * @param created its create revision, which is its place in the order of the queue
 */
record Contender(ByteString key, long created) {

    static Contender of(KeyValue kv) {
        return new Contender(kv.getKey(), kv.getCreateRevision());
    }
}
