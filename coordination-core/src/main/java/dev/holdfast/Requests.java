package dev.holdfast;

import dev.holdfast.spi.Deadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Those of one process who want one right, in the order in which they came, and how many hold it or are about to ask.
 * Decides, and does no I/O. Not thread-safe: its owner's lock guards it.
 */
final class Requests {

    private final Deque<LockRequest> waiting = new ArrayDeque<>(2);

    /** How many hold the right, or are about to ask for it. */
    private int users;

    /** How many hold it and may pass it on within this process without the store. */
    private int handingOff;

    boolean isNone() {
        return users == 0 && waiting.isEmpty();
    }

    boolean isAnyWaiting() {
        return !waiting.isEmpty();
    }

    boolean isAnyUser() {
        return users > 0;
    }

    int users() {
        return users;
    }

    /** Notes that somebody is about to ask. */
    void reserve() {
        users++;
    }

    void cancelReservation() {
        users--;
    }

    /** Takes in the request of one who has reserved a use. */
    void add(LockRequest request) {
        waiting.addLast(request);
        users--;
    }

    boolean remove(LockRequest request) {
        return waiting.remove(request);
    }

    boolean isOnly(LockRequest request) {
        return waiting.size() == 1 && waiting.contains(request);
    }

    /** Takes out the request that has waited for longest, which is served now; null if there is none. */
    @Nullable
    LockRequest serve() {
        LockRequest request = waiting.pollFirst();
        if (request != null) {
            users++;
            handingOff += request.handOff().isAllowed() ? 1 : 0;
        }
        return request;
    }

    /** Takes back one whose right was over before it was told of it: {@link #served} was called for it. */
    void putBack(LockRequest request) {
        waiting.addFirst(request);
    }

    /** Notes that one who was served has the right no more. */
    void served(HandOff handOff) {
        users--;
        handingOff -= handOff.isAllowed() ? 1 : 0;
    }

    /** Returns how many places are of use now. */
    int wanted() {
        return handingOff > 0 ? Math.min(1, waiting.size()) : waiting.size();
    }

    /** Returns how many places may stay. While holds pass on within this process, that is one, for when that has to end. */
    int needed() {
        waiting.removeIf(LockRequest::isSettled);
        return handingOff > 0 ? Math.max(1, waiting.size()) : waiting.size();
    }

    /** Returns the latest deadline of those who wait: an answer is of use until then. */
    Deadline latestDeadline() {
        return waiting.stream()
                .map(LockRequest::deadline)
                .max(Comparator.comparingLong(Deadline::remainingNanos))
                .orElseThrow();
    }

    List<LockRequest> overdue() {
        return waiting.stream()
                .filter(request -> request.deadline().hasPassed())
                .toList();
    }

    /** Takes out those who wait. */
    List<LockRequest> takeAll() {
        List<LockRequest> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** Takes out those whose deadline has passed. */
    List<LockRequest> takeOverdue() {
        List<LockRequest> overdue = new ArrayList<>(overdue());
        waiting.removeAll(overdue);
        return overdue;
    }
}
