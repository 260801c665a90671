package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import java.util.HexFormat;

/** Where things are in the store: see the package for the layout. */
record Keys(String namespace) {

    /** Returns what all keys begin with. */
    ByteString all() {
        return ByteString.copyFromUtf8(namespace + '/');
    }

    /** Returns the key of a value. */
    ByteString entry(String key) {
        return ByteString.copyFromUtf8(namespace + '/' + key);
    }

    /** Returns what the keys of all contenders of a queue, and of no other queue, begin with. */
    ByteString queue(String queue) {
        return ByteString.copyFromUtf8(namespace + '/' + queue + "/-/");
    }

    /**
     * Returns the key of one attempt to get into a queue; no two attempts have the same.
     *
     * @param seen a recent revision of the store: keys that begin with it lie near those that were made at that time
     */
    ByteString place(String queue, long seen, long lease, long attempt) {
        String nearby = HexFormat.of().toHexDigits(seen);
        return ByteString.copyFromUtf8(
                namespace + '/' + queue + "/-/" + nearby + '-' + Long.toHexString(lease) + '-' + attempt);
    }

    /**
     * Returns the key which, once it exists, keeps a place from being entered by a request that arrives late.
     *
     * @param id of the attempt: the last part of its key
     */
    ByteString withdrawn(ByteString id) {
        return ByteString.copyFromUtf8(namespace + "/-/withdrawn/").concat(id);
    }

    /** Returns the first key after all those that begin with a prefix, which ends in a slash. */
    static ByteString endOf(ByteString prefix) {
        int last = prefix.size() - 1;
        return prefix.substring(0, last).concat(ByteString.copyFrom(new byte[] {(byte) (prefix.byteAt(last) + 1)}));
    }
}
