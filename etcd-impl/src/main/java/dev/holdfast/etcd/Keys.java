package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import java.util.HexFormat;

/** Where things are in the store: see the package for the layout. */
record Keys(String namespace) {

    private static final int SLOT_REVISIONS = 64;
    private static final int SLOTS = 64;

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
     * Returns a key for a contender. Keys are used again: the store remembers each one that it ever had until it compacts
     * its history, and passes them all when it reads the queue. So there are few of them for each session, and those that
     * are made at about the same time lie near each other.
     *
     * @param seen a recent revision of the store
     * @param number tells keys of one session apart
     */
    ByteString place(String queue, long seen, long lease, int number) {
        String slot = HexFormat.of().toHexDigits((byte) (seen / SLOT_REVISIONS % SLOTS));
        return ByteString.copyFromUtf8(
                namespace + '/' + queue + "/-/" + slot + '-' + Long.toHexString(lease) + '-' + number);
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
