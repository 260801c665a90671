package dev.holdfast.etcd;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/** Says which member to ask: always the same one until it fails, then the next in the list, round and round. */
final class MemberChooser {

    private final int count;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private int current;

    MemberChooser(int count, int first) {
        this.count = count;
        this.current = first;
    }

    int current() {
        synchronized (lock) {
            return current;
        }
    }

    /** Turns away from a member, if it is still the chosen one: of many callers that saw it fail, one is enough. */
    void failed(int member) {
        synchronized (lock) {
            if (member == current) {
                current = (member + 1) % count;
            }
        }
    }
}
