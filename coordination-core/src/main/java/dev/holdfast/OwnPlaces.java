package dev.holdfast;

import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The places of one process in one queue of the store: which are being entered, which wait, and when more are to be
 * entered. Decides, and does no I/O. Not thread-safe: its owner's lock guards it.
 *
 * <p>Places that are entered together stand side by side, and a right passes between neighbours of one process without the
 * store. So two places enter as soon as they are wanted; whoever comes while two stand there waits for more to come,
 * and they enter together once none is left in line, or the owner says that they have waited long enough.
 */
final class OwnPlaces {

    /** Enough to keep the store busy with entering while the right passes on, few enough for others to read the queue. */
    private static final int COUNT_MAX = 16;

    /** Beside so many own places another one is entered at once, if nobody waits for more to come. */
    private static final int FEW = 1;

    private final boolean isAlone;

    /** Attempts that have been decided on, but are not among {@link #entering} yet. */
    private int starting;

    private final List<Attempt> entering = new ArrayList<>(1);

    /** By token. */
    private final List<Place> waiting = new ArrayList<>(1);

    /** The own place that was given back last, as long as the store may still show it. */
    private @Nullable Place givenBack;

    /** Whether there are some who wait for more to come. */
    private boolean gathering;

    /** Whether the next places are entered however many stand there. */
    private boolean gathered;

    /**
     * An attempt to enter.
     *
     * @param answer by when it ends
     */
    record Attempt(CompletableFuture<Place> place, Deadline answer) {}

    /** Attempts and places that nobody needs any more. */
    record Surplus(List<Attempt> entering, List<Place> waiting) {
        void withdraw() {
            entering.forEach(attempt -> Contention.withdraw(attempt.place()));
            waiting.forEach(Place::leave);
        }
    }

    OwnPlaces(Sharing sharing) {
        this.isAlone = sharing.holdersMax() == 1;
    }

    private int count() {
        return starting + entering.size() + waiting.size();
    }

    boolean isEmpty() {
        return count() == 0;
    }

    boolean isAnyWaiting() {
        return !waiting.isEmpty();
    }

    /** Returns whether an attempt to enter ends by the deadline. */
    boolean isAnswerDueBy(Deadline deadline) {
        return entering.stream().anyMatch(attempt -> attempt.answer().atNanos() - deadline.atNanos() <= 0);
    }

    boolean areMissing(int wanted) {
        return count() < Math.min(wanted, COUNT_MAX);
    }

    /** Returns how many are to be entered now: all that are missing, or none as long as they are to wait for more. */
    int start(int wanted) {
        int missing = Math.min(wanted, COUNT_MAX) - count();
        if (missing <= 0) {
            return 0;
        }
        if (isAlone && !gathered && count() > (gathering ? 0 : FEW)) {
            gathering = true;
            return 0;
        }
        gathering = false;
        gathered = false;
        starting += missing;
        return missing;
    }

    /** Notes that those who wait for more have waited long enough. */
    void startAll() {
        gathered = true;
    }

    void started(Attempt attempt) {
        starting--;
        entering.add(attempt);
    }

    /** Returns whether the turn of the place has come, because it is the neighbour of the one that was given back. */
    boolean entered(Attempt attempt, Place place) {
        entering.remove(attempt);
        waiting.add(place);
        waiting.sort(Comparator.comparingLong(Place::token));
        return givenBack != null && isNext(place, givenBack);
    }

    void notEntered(Attempt attempt) {
        entering.remove(attempt);
    }

    /** Takes a place out of the line; returns false if it is not there. */
    boolean remove(Place place) {
        return waiting.remove(place);
    }

    /** Returns the place whose turn has come because this one, which is its neighbour, is given back. */
    Optional<Place> givenBack(Place before) {
        givenBack = before;
        return waiting.stream().filter(place -> isNext(place, before)).findFirst();
    }

    /** Notes that the store shows the place no more. */
    void gone(Place before) {
        if (givenBack == before) {
            givenBack = null;
        }
    }

    private static boolean isNext(Place place, Place before) {
        return place.follows(before.entry())
                && place.session().id().equals(before.session().id());
    }

    /** Takes out, last first, those that are more than needed. */
    Surplus shrink(int needed) {
        List<Attempt> attempts = new ArrayList<>();
        while (!entering.isEmpty() && count() > needed) {
            attempts.add(entering.remove(entering.size() - 1));
        }
        List<Place> places = new ArrayList<>();
        while (waiting.size() > needed) {
            places.add(waiting.remove(waiting.size() - 1));
        }
        return new Surplus(attempts, places);
    }
}
