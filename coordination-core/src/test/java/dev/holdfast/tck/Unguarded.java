package dev.holdfast.tck;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A counter that loses updates unless something outside of it lets in one thread at a time. */
final class Unguarded {

    private static final int GAP_MS = 2;

    private final List<Long> tokens = Collections.synchronizedList(new ArrayList<>());
    private volatile int value;

    /** Adds one in two steps with a gap between them, wide enough for another thread to get in. */
    void add(long token) throws InterruptedException {
        int before = value;
        tokens.add(token);
        if (new CountDownLatch(1).await(GAP_MS, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("nobody counts the gap down");
        }
        value = before + 1;
    }

    int value() {
        return value;
    }

    /** Returns the tokens in the order of the updates. */
    List<Long> tokens() {
        return List.copyOf(tokens);
    }
}
